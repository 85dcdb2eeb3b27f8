package dev.crema.emulator.device;

import dev.crema.emulator.state.State;

/**
 * The AES accelerator (TRM, "AES Accelerator"): START replaces the block in TEXT by its encryption or decryption, at once.
 *
 * <p>Modelled: all modes and byte orders. The chip has six modes; a store of another one leaves TEXT as it is.
 */
public final class AesAccelerator extends RegisterBlock {
    private static final int KEY_WORDS = 8;
    private static final int TEXT_WORDS = 4;
    private static final int DECRYPT = 4;
    private static final int ENDIAN_DEFAULT = 0x3f;

    private final Register mode;
    private final Register[] key;
    private final Register[] text;
    private final Register endian;
    private final byte[] block = new byte[AesCipher.BLOCK];
    private AesCipher cipher = new AesCipher(new byte[16]);
    private boolean cipherStale;

    /** The accelerator, idle. */
    public AesAccelerator() {
        super("AES", 0x1000);
        register(0x000, "START").command(this::start);
        register(0x004, "IDLE").readOnly().reset(1);
        mode = register(0x008, "MODE").onWrite(word -> cipherStale = true);
        key = registers(0x010, 4, KEY_WORDS, "KEY_");
        for (Register part : key) {
            part.onWrite(word -> cipherStale = true);
        }
        text = registers(0x030, 4, TEXT_WORDS, "TEXT_");
        endian = register(0x040, "ENDIAN").reset(ENDIAN_DEFAULT).onWrite(word -> cipherStale = true);
    }

    /** MODE: 0 to 2 encrypt with 128, 192 or 256 bits, 4 to 6 decrypt. */
    private void start(int word) {
        int size = mode.field(1, 0);
        if ((word & 1) == 0 || size == 3) {
            return;
        }
        if (cipherStale) {
            expandKey(4 + 2 * size);
        }
        bytes(text, TEXT_WORDS, endian.field(3, 2), block);
        if (mode.field(2, 0) >= DECRYPT) {
            cipher.decrypt(block);
        } else {
            cipher.encrypt(block);
        }
        int order = endian.field(5, 4);
        for (int i = 0; i < AesCipher.BLOCK; i++) {
            int place = place(i, TEXT_WORDS, order);
            int shift = (place & 3) << 3;
            text[place >>> 2].field(shift + 7, shift, block[i]);
        }
    }

    private void expandKey(int words) {
        byte[] bytes = new byte[4 * words];
        bytes(key, words, endian.field(1, 0), bytes);
        cipher = new AesCipher(bytes);
        cipherStale = false;
    }

    private static void bytes(Register[] registers, int words, int order, byte[] bytes) {
        for (int i = 0; i < 4 * words; i++) {
            int place = place(i, words, order);
            bytes[i] = (byte) (registers[place >>> 2].get() >>> ((place & 3) << 3));
        }
    }

    /** Where byte i is, counted from the low byte of the first word: bit 0 of the order has low bytes first, bit 1 low words. */
    private static int place(int i, int words, int order) {
        int word = (order & 2) != 0 ? i >>> 2 : words - 1 - (i >>> 2);
        int inWord = (order & 1) != 0 ? i & 3 : 3 - (i & 3);
        return 4 * word + inWord;
    }

    @Override
    public void reset() {
        super.reset();
        cipherStale = true;
    }

    @Override
    public void state(State state) {
        super.state(state);
        cipherStale |= state.restores();
    }
}
