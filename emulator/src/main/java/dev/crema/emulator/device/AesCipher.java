package dev.crema.emulator.device;

/** AES on single blocks (FIPS 197). */
final class AesCipher {
    static final int BLOCK = 16;

    private static final byte[] SBOX = new byte[256];
    private static final byte[] INVERSE_SBOX = new byte[256];

    static {
        // Section 5.1.1: the inverse in GF(2^8), then an affine map. 3 generates the field, and 0xf6 is its inverse.
        int element = 1;
        int inverse = 1;
        do {
            element ^= times2(element);
            inverse = times(inverse, 0xf6);
            substitute(element, inverse);
        } while (element != 1);
        substitute(0, 0);
    }

    private static void substitute(int element, int inverse) {
        int spread = inverse | inverse << 8;
        int image = (inverse ^ spread >>> 4 ^ spread >>> 5 ^ spread >>> 6 ^ spread >>> 7 ^ 0x63) & 0xff;
        SBOX[element] = (byte) image;
        INVERSE_SBOX[image] = (byte) element;
    }

    private static int times2(int a) {
        return (a << 1 ^ ((a & 0x80) != 0 ? 0x1b : 0)) & 0xff;
    }

    private static int times(int a, int b) {
        int product = 0;
        for (int rest = b; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                product ^= a;
            }
            a = times2(a);
        }
        return product;
    }

    private final byte[] schedule;
    private final int rounds;
    private final byte[] moved = new byte[BLOCK];

    /** A cipher with a key of 16, 24 or 32 bytes. */
    AesCipher(byte[] key) {
        rounds = key.length / 4 + 6;
        schedule = expand(key, BLOCK * (rounds + 1));
    }

    /** Section 5.2: each word is the one before, changed at multiples of the key's length, xored with the one a key earlier. */
    private static byte[] expand(byte[] key, int length) {
        byte[] expanded = new byte[length];
        System.arraycopy(key, 0, expanded, 0, key.length);
        byte[] word = new byte[4];
        int constant = 1;
        for (int at = key.length; at < length; at += 4) {
            System.arraycopy(expanded, at - 4, word, 0, 4);
            if (at % key.length == 0) {
                byte first = word[0];
                word[0] = (byte) (box(word[1]) ^ constant);
                word[1] = box(word[2]);
                word[2] = box(word[3]);
                word[3] = box(first);
                constant = times2(constant);
            } else if (key.length == 32 && at % key.length == 16) {
                for (int i = 0; i < 4; i++) {
                    word[i] = box(word[i]);
                }
            }
            for (int i = 0; i < 4; i++) {
                expanded[at + i] = (byte) (expanded[at + i - key.length] ^ word[i]);
            }
        }
        return expanded;
    }

    /** The substitution of a byte (FIPS 197, section 5.1.1). */
    static byte box(byte value) {
        return SBOX[value & 0xff];
    }

    /** Encrypts a block in place. */
    void encrypt(byte[] state) {
        addRoundKey(state, 0);
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < BLOCK; i++) {
                // SubBytes and ShiftRows: row r, which is i mod 4, moves left by r columns.
                moved[i] = box(state[i + 4 * (i & 3) & 15]);
            }
            if (round < rounds) {
                mixColumns(moved, state);
            } else {
                System.arraycopy(moved, 0, state, 0, BLOCK);
            }
            addRoundKey(state, round);
        }
    }

    /** Decrypts a block in place. */
    void decrypt(byte[] state) {
        for (int round = rounds; round >= 1; round--) {
            addRoundKey(state, round);
            if (round < rounds) {
                inverseMixColumns(state);
            }
            for (int i = 0; i < BLOCK; i++) {
                moved[i + 4 * (i & 3) & 15] = INVERSE_SBOX[state[i] & 0xff];
            }
            System.arraycopy(moved, 0, state, 0, BLOCK);
        }
        addRoundKey(state, 0);
    }

    private void addRoundKey(byte[] state, int round) {
        for (int i = 0; i < BLOCK; i++) {
            state[i] ^= schedule[BLOCK * round + i];
        }
    }

    private static void mixColumns(byte[] from, byte[] to) {
        for (int column = 0; column < BLOCK; column += 4) {
            int a = from[column] & 0xff;
            int b = from[column + 1] & 0xff;
            int c = from[column + 2] & 0xff;
            int d = from[column + 3] & 0xff;
            int all = a ^ b ^ c ^ d;
            to[column] = (byte) (a ^ all ^ times2(a ^ b));
            to[column + 1] = (byte) (b ^ all ^ times2(b ^ c));
            to[column + 2] = (byte) (c ^ all ^ times2(c ^ d));
            to[column + 3] = (byte) (d ^ all ^ times2(d ^ a));
        }
    }

    /** The inverse of mixColumns is mixColumns after adding 4 (a + c) and 4 (b + d) to alternate rows. */
    private static void inverseMixColumns(byte[] state) {
        for (int column = 0; column < BLOCK; column += 4) {
            int even = times2(times2((state[column] ^ state[column + 2]) & 0xff));
            int odd = times2(times2((state[column + 1] ^ state[column + 3]) & 0xff));
            state[column] ^= (byte) even;
            state[column + 1] ^= (byte) odd;
            state[column + 2] ^= (byte) even;
            state[column + 3] ^= (byte) odd;
        }
        mixColumns(state, state);
    }
}
