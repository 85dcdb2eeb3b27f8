package dev.crema.emulator.chip;

import dev.crema.emulator.device.MemoryRegion;
import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.xtensa.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Every memory of the board: SRAM, RTC memories, mask ROM, flash and external RAM, at <em>places</em> that follow one another. The
 * constants are places, all multiples of a page; flash comes last but one and PSRAM last because their sizes vary.
 *
 * <p>All that the cores reach lies in one array of words, the <em>frames</em>, whose length is a power of two. RAM is there from
 * the beginning, at an offset that is its place; every other page comes in when it is first touched, from what the flash image, the
 * ROM, or the machine of which this one is a fork has there, which many machines share. So a machine has no more memory of its own
 * than what it works with, and a fork costs a copy of RAM.
 */
public final class Backing implements Stateful {
    /** SRAM 0, 192 KiB at 0x40070000. */
    public static final int SRAM0 = 0;
    /** Bytes of SRAM 0. */
    public static final int SRAM0_SIZE = 0x30000;
    /** SRAM 1, 128 KiB in the order of its data-bus view at 0x3FFE0000. */
    public static final int SRAM1 = SRAM0 + SRAM0_SIZE;
    /** Bytes of SRAM 1. */
    public static final int SRAM1_SIZE = 0x20000;
    /** SRAM 2, 200 KiB at 0x3FFAE000. */
    public static final int SRAM2 = SRAM1 + SRAM1_SIZE;
    /** Bytes of SRAM 2. */
    public static final int SRAM2_SIZE = 0x32000;
    /** RTC fast memory, 8 KiB at 0x3FF80000 and 0x400C0000. */
    public static final int RTC_FAST = SRAM2 + SRAM2_SIZE;
    /** RTC slow memory, 8 KiB at 0x50000000. */
    public static final int RTC_SLOW = RTC_FAST + 0x2000;
    /** Bytes of either RTC memory. */
    public static final int RTC_SIZE = 0x2000;
    /** Bytes of RAM on the chip, up to here always in their frames. */
    public static final int RAM_SIZE = RTC_SLOW + RTC_SIZE;
    /** ROM 0, 384 KiB at 0x40000000. */
    public static final int ROM0 = RAM_SIZE;
    /** Bytes of ROM 0. */
    public static final int ROM0_SIZE = 0x60000;
    /** ROM 1, 64 KiB at 0x40060000 and 0x3FF90000. */
    public static final int ROM1 = ROM0 + ROM0_SIZE;
    /** Bytes of ROM 1. */
    public static final int ROM1_SIZE = 0x10000;
    /** The flash chip. */
    public static final int FLASH = ROM1 + ROM1_SIZE;

    private static final int PAGE = Memory.PAGE_SIZE;
    private static final int SHIFT = Memory.PAGE_SHIFT;
    private static final int ABSENT = -1;
    /** Bytes of all frames at first: RAM, and room for the half megabyte that firmware works with for a while. */
    private static final int FIRST_SIZE = 1 << 20;
    private static final byte[] ERASED = filled(0xff);
    private static final byte[] ZERO = filled(0);

    private final byte[] rom0;
    private final byte[] rom1;
    private final byte[] flash;
    private final int flashSize;
    private final int psramSize;
    /** By page: what it was when the machine was forked; null where it was as at power-on. Shared, never changed. */
    private final byte[][] frozen;
    /** By page: where its frame is, or ABSENT. */
    private final int[] frameOf;
    /** By frame: its page. */
    private int[] pageOf;
    /** Pages beyond RAM that may differ from what many machines share. */
    private final BitSet changed = new BitSet();
    private final List<Consumer<int[]>> listeners = new ArrayList<>();
    private int[] words;
    /** The same as bytes. */
    private MemorySegment bytes;
    private int used = RAM_SIZE;

    /**
     * Memory of a board, RAM all zero. The arrays are shared, not copied.
     *
     * @param flashSize bytes of the flash chip, a power of two of at least 1 MiB
     * @param psramSize bytes of the PSRAM chip, 0 or a power of two of at least 2 MiB
     * @param flash what is in flash, from its beginning; the rest is erased
     */
    public Backing(int flashSize, int psramSize, byte[] rom0, byte[] rom1, byte[] flash) {
        this(flashSize, psramSize, rom0, rom1, flash, new byte[FLASH + flashSize + psramSize >>> SHIFT][]);
    }

    private Backing(int flashSize, int psramSize, byte[] rom0, byte[] rom1, byte[] flash, byte[][] frozen) {
        this.flashSize = flashSize;
        this.psramSize = psramSize;
        this.rom0 = rom0;
        this.rom1 = rom1;
        this.flash = flash;
        this.frozen = frozen;
        frameOf = new int[frozen.length];
        Arrays.fill(frameOf, ABSENT);
        words = new int[FIRST_SIZE / Integer.BYTES];
        bytes = MemorySegment.ofArray(words);
        pageOf = new int[FIRST_SIZE >>> SHIFT];
        for (int page = 0; page < RAM_SIZE >>> SHIFT; page++) {
            frameOf[page] = page << SHIFT;
            pageOf[page] = page;
        }
    }

    /**
     * Another memory with the same contents. Pages that have changed are copied once, and shared from then on; whoever has mapped
     * them for stores has to map them anew.
     */
    Backing fork() {
        for (int page = changed.nextSetBit(0); page >= 0; page = changed.nextSetBit(page + 1)) {
            frozen[page] = copy(page << SHIFT, PAGE);
        }
        changed.clear();
        Backing fork = new Backing(flashSize, psramSize, rom0, rom1, flash, frozen.clone());
        System.arraycopy(words, 0, fork.words, 0, RAM_SIZE / Integer.BYTES);
        return fork;
    }

    /** Bytes of the flash chip. */
    public int flashSize() {
        return flashSize;
    }

    /** The place at which the PSRAM begins. */
    public int psram() {
        return FLASH + flashSize;
    }

    /** Bytes of the PSRAM chip, 0 if there is none. */
    public int psramSize() {
        return psramSize;
    }

    /** Bytes of all memories. */
    int size() {
        return frozen.length << SHIFT;
    }

    // ---- frames --------------------------------------------------------------------------------------------------------

    /** The frames. They move to another array when there are more; see {@link #onMove}. */
    public int[] words() {
        return words;
    }

    /** Tells a listener when the frames have moved to another array. */
    void onMove(Consumer<int[]> listener) {
        listeners.add(listener);
    }

    /** The frame of the page at a place, or a negative number if it has not come in. */
    int frame(int place) {
        return frameOf[place >>> SHIFT];
    }

    /** The frame of the page at a place if it may be stored to; else a negative number. */
    int storableFrame(int place) {
        int page = place >>> SHIFT;
        return place < RAM_SIZE || changed.get(page) ? frameOf[page] : ABSENT;
    }

    /** The place of a byte of the frames. */
    int place(int offset) {
        return (pageOf[offset >>> SHIFT] << SHIFT) + (offset & PAGE - 1);
    }

    /** Has the page at a place come in, and gives its frame. */
    int bringIn(int place) {
        int page = place >>> SHIFT;
        if (frameOf[page] == ABSENT) {
            if (used == bytes.byteSize()) {
                grow();
            }
            copy(page, bytes, used);
            frameOf[page] = used;
            pageOf[used >>> SHIFT] = page;
            used += PAGE;
        }
        return frameOf[page];
    }

    /** The same, for stores. */
    int bringInToStore(int place) {
        int frame = bringIn(place);
        if (place >= RAM_SIZE) {
            changed.set(place >>> SHIFT);
        }
        return frame;
    }

    private void grow() {
        words = Arrays.copyOf(words, 2 * words.length);
        bytes = MemorySegment.ofArray(words);
        pageOf = Arrays.copyOf(pageOf, 2 * pageOf.length);
        listeners.forEach(listener -> listener.accept(words));
    }

    // ---- contents, for devices and tools -------------------------------------------------------------------------------

    /** The byte at a place, zero-extended. */
    public int get(int place) {
        int page = place >>> SHIFT;
        int inPage = place & PAGE - 1;
        if (frameOf[page] != ABSENT) {
            return inFrame(frameOf[page] + inPage);
        }
        return (frozen[page] != null ? frozen[page][inPage] : atFirst(page, inPage)) & 0xff;
    }

    /** The little-endian word at a place that is a multiple of 4. */
    public int word(int place) {
        int frame = frame(place);
        return frame != ABSENT ? words[frame + (place & PAGE - 1) >>> 2]
                : get(place) | get(place + 1) << 8 | get(place + 2) << 16 | get(place + 3) << 24;
    }

    /** Copies bytes of one page, from a place on. */
    public void read(int place, byte[] into, int at, int count) {
        int frame = frame(place);
        if (frame != ABSENT) {
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, frame + (place & PAGE - 1), into, at, count);
        } else {
            for (int i = 0; i < count; i++) {
                into[at + i] = (byte) get(place + i);
            }
        }
    }

    /** The byte at an offset of the frames, zero-extended. */
    int inFrame(int offset) {
        return bytes.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
    }

    /** Sets the byte at an offset of the frames. */
    void setInFrame(int offset, int value) {
        bytes.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
    }

    /** Sets bytes of the frames from an offset on. */
    void fill(int offset, int count, int value) {
        bytes.asSlice(offset, count).fill((byte) value);
    }

    /** Sets the byte at a place, ROM and flash included. Who has decoded code from there must be told. */
    public void set(int place, int value) {
        // First the frame: for it the frames may have to move to another array.
        int frame = bringInToStore(place);
        setInFrame(frame + (place & PAGE - 1), value);
    }

    /** A copy of some memory. */
    public byte[] copy(int place, int length) {
        byte[] copy = new byte[length];
        for (int at = 0; at < length; at += PAGE) {
            copy(place + at >>> SHIFT, MemorySegment.ofArray(copy), at);
        }
        return copy;
    }

    /** Some memory, as a device sees it. */
    MemoryRegion region(int place, int size) {
        return new Region(this, place, size);
    }

    private record Region(Backing backing, int place, int size) implements MemoryRegion {
        @Override
        public int get(int index) {
            return backing.get(place + index);
        }

        @Override
        public void set(int index, int value) {
            backing.set(place + index, value);
        }

        @Override
        public void fill(int index, int count, int value) {
            int done = 0;
            while (done < count) {
                int at = place + index + done;
                int inPage = at & PAGE - 1;
                int length = Math.min(PAGE - inPage, count - done);
                int from = backing.bringInToStore(at) + inPage;
                backing.fill(from, length, value);
                done += length;
            }
        }
    }

    private void copy(int page, MemorySegment into, int at) {
        if (frameOf[page] != ABSENT) {
            MemorySegment.copy(bytes, frameOf[page], into, at, PAGE);
        } else if (frozen[page] != null) {
            MemorySegment.copy(MemorySegment.ofArray(frozen[page]), 0, into, at, PAGE);
        } else {
            int from = (page << SHIFT) - sourcePlace(page);
            int there = Math.clamp(source(page).length - from, 0, PAGE);
            MemorySegment.copy(MemorySegment.ofArray(beyond(page)), 0, into, at, PAGE);
            MemorySegment.copy(MemorySegment.ofArray(source(page)), Math.min(from, source(page).length), into, at, there);
        }
    }

    // ---- what was there at power-on --------------------------------------------------------------------------------------

    private byte[] source(int page) {
        int place = page << SHIFT;
        if (place < ROM0 || place >= psram()) {
            return ZERO;
        }
        return place < ROM1 ? rom0 : place < FLASH ? rom1 : flash;
    }

    private int sourcePlace(int page) {
        int place = page << SHIFT;
        if (place < ROM0 || place >= psram()) {
            return place;
        }
        return place < ROM1 ? ROM0 : place < FLASH ? ROM1 : FLASH;
    }

    /** What a page is filled with where its source ends. */
    private byte[] beyond(int page) {
        int place = page << SHIFT;
        return place >= FLASH && place < psram() ? ERASED : ZERO;
    }

    private byte atFirst(int page, int inPage) {
        byte[] source = source(page);
        int at = (page << SHIFT) - sourcePlace(page) + inPage;
        return at < source.length ? source[at] : beyond(page)[0];
    }

    private boolean isAsAtFirst(int page) {
        if (page >= RAM_SIZE >>> SHIFT && !changed.get(page) && frozen[page] == null) {
            return true;
        }
        MemorySegment now = frameOf[page] != ABSENT ? bytes.asSlice(frameOf[page], PAGE) : MemorySegment.ofArray(frozen[page]);
        byte[] source = source(page);
        int from = Math.min((page << SHIFT) - sourcePlace(page), source.length);
        int there = Math.min(source.length - from, PAGE);
        return MemorySegment.mismatch(now, 0, there, MemorySegment.ofArray(source), from, from + there) < 0
                && MemorySegment.mismatch(now, there, PAGE, MemorySegment.ofArray(beyond(page)), there, PAGE) < 0;
    }

    /** {@inheritDoc} Only pages that are not as they were at power-on. */
    @Override
    public void state(State state) {
        byte[] contents = new byte[PAGE];
        for (int page = 0; page < frozen.length; page++) {
            if (state.value(!state.restores() && !isAsAtFirst(page))) {
                if (state.restores()) {
                    int frame = bringInToStore(page << SHIFT);
                    state.bytes(contents);
                    MemorySegment.copy(MemorySegment.ofArray(contents), 0, bytes, frame, PAGE);
                } else {
                    copy(page, MemorySegment.ofArray(contents), 0);
                    state.bytes(contents);
                }
            }
        }
    }

    private static byte[] filled(int value) {
        byte[] page = new byte[PAGE];
        Arrays.fill(page, (byte) value);
        return page;
    }
}
