package dev.crema.emulator.device;

/** The message integrity code of TKIP (IEEE 802.11-2020, 12.5.2.3). */
final class Michael {
    /** Bytes of the code, and of its key. */
    static final int LENGTH = 8;

    private static final int END = 0x5a;

    private int left;
    private int right;
    private int word;
    private int count;

    /** The code of some bytes and more to come, with the key in eight bytes of an array. */
    Michael(byte[] key, int offset) {
        left = word(key, offset);
        right = word(key, offset + 4);
    }

    private static int word(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
    }

    /** Takes bytes. */
    void update(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            update(bytes[i]);
        }
    }

    /** Takes a byte. */
    void update(int octet) {
        word |= (octet & 0xff) << 8 * (count++ & 3);
        if ((count & 3) == 0) {
            mix(word);
            word = 0;
        }
    }

    private void mix(int message) {
        left ^= message;
        right ^= Integer.rotateLeft(left, 17);
        left += right;
        right ^= (left & 0xff00ff00) >>> 8 | (left & 0x00ff00ff) << 8;
        left += right;
        right ^= Integer.rotateLeft(left, 3);
        left += right;
        right ^= Integer.rotateRight(left, 2);
        left += right;
    }

    /** The code, after padding with 0x5A and four to seven zeros; ends this. */
    byte[] finish() {
        update(END);
        for (int i = 0; i < 4 || (count & 3) != 0; i++) {
            update(0);
        }
        byte[] code = new byte[LENGTH];
        for (int i = 0; i < 4; i++) {
            code[i] = (byte) (left >>> 8 * i);
            code[4 + i] = (byte) (right >>> 8 * i);
        }
        return code;
    }
}
