package dev.crema.emulator.rom;

/** The compression function of MD5 (RFC 1321, section 3.4). */
final class Md5 {
    private static final int[] SHIFTS = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};
    private static final int[] SINES = sines();

    private final int[] block = new int[16];
    private int a;
    private int b;
    private int c;
    private int d;

    /** A state between blocks. */
    Md5(int a, int b, int c, int d) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
    }

    /** The state before the first block. */
    static int[] initialState() {
        return new int[] {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
    }

    private static int[] sines() {
        int[] sines = new int[64];
        for (int i = 0; i < sines.length; i++) {
            sines[i] = (int) (long) (0x1p32 * Math.abs(StrictMath.sin(i + 1)));
        }
        return sines;
    }

    /** Sets a word of the block. */
    void word(int index, int value) {
        block[index] = value;
    }

    /** Digests the block. */
    void transform() {
        int w = a;
        int x = b;
        int y = c;
        int z = d;
        for (int i = 0; i < 64; i++) {
            int mix;
            int word;
            switch (i >>> 4) {
                case 0 -> {
                    mix = x & y | ~x & z;
                    word = i;
                }
                case 1 -> {
                    mix = x & z | y & ~z;
                    word = 5 * i + 1;
                }
                case 2 -> {
                    mix = x ^ y ^ z;
                    word = 3 * i + 5;
                }
                default -> {
                    mix = y ^ (x | ~z);
                    word = 7 * i;
                }
            }
            int next = x + Integer.rotateLeft(w + mix + block[word & 15] + SINES[i], SHIFTS[i >>> 4 << 2 | i & 3]);
            w = z;
            z = y;
            y = x;
            x = next;
        }
        a += w;
        b += x;
        c += y;
        d += z;
    }

    int a() {
        return a;
    }

    int b() {
        return b;
    }

    int c() {
        return c;
    }

    int d() {
        return d;
    }
}
