package dev.crema.emulator.chip;

import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.Memory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which words of the backing some core has decoded instructions from. It is kept by backing, not by address, because SRAM 1 and
 * RTC fast memory are reached as data and as instructions at different addresses.
 *
 * <p>A page with decoded code is slow in the store maps of the address spaces, so that plain stores elsewhere pay nothing; see
 * {@link AddressSpace}.
 */
final class CodeMap {
    /** Told when a page gains its first or loses its last word of decoded code. */
    interface PageListener {
        void codePage(int page, boolean hasCode);
    }

    private final BitSet words = new BitSet();
    private final int[] wordsInPage;
    private final List<PageListener> listeners = new ArrayList<>();
    private final List<Core> cores = new ArrayList<>();

    CodeMap(int backingSize) {
        wordsInPage = new int[(backingSize >>> Memory.PAGE_SHIFT) + 1];
    }

    void onPage(PageListener listener) {
        listeners.add(listener);
    }

    void addCore(Core core) {
        cores.add(core);
    }

    /** Code was decoded from the word at an offset of the backing. */
    void decoded(int offset) {
        int word = offset >>> 2;
        if (!words.get(word)) {
            words.set(word);
            int page = offset >>> Memory.PAGE_SHIFT;
            if (wordsInPage[page]++ == 0) {
                tell(page, true);
            }
        }
    }

    /** Bytes of the backing have changed. */
    void changed(int offset, int length) {
        int last = offset + length - 1 >>> 2;
        for (int word = words.nextSetBit(offset >>> 2); word >= 0 && word <= last; word = words.nextSetBit(word + 1)) {
            words.clear(word);
            int page = word << 2 >>> Memory.PAGE_SHIFT;
            for (int i = 0; i < cores.size(); i++) {
                cores.get(i).codeChanged(word << 2);
            }
            if (--wordsInPage[page] == 0) {
                tell(page, false);
            }
        }
    }

    /** Whether anything was decoded from a page of the backing. */
    boolean hasCode(int page) {
        return wordsInPage[page] != 0;
    }

    private void tell(int page, boolean hasCode) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).codePage(page, hasCode);
        }
    }
}
