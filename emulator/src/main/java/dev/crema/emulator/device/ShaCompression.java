package dev.crema.emulator.device;

import java.math.BigInteger;

/** The compression functions of SHA-1, SHA-256 and SHA-512 with their initial states (FIPS 180-4). */
final class ShaCompression {
    private static final int[] ROUND_256 = new int[64];
    private static final long[] ROUND_512 = new long[80];
    private static final int[] INITIAL_1 = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    private static final int[] INITIAL_256 = new int[8];
    private static final long[] INITIAL_384 = new long[8];
    private static final long[] INITIAL_512 = new long[8];

    static {
        // Sections 4.2.3 and 5.3: the constants are the first bits of the fractions of roots of the first primes. SHA-256 has the
        // higher halves of SHA-512's; SHA-384 starts from the ninth to sixteenth prime.
        int prime = 2;
        for (int i = 0; i < 80; i++) {
            ROUND_512[i] = cubeRootFraction(prime);
            if (i < 64) {
                ROUND_256[i] = (int) (ROUND_512[i] >>> 32);
            }
            if (i < 8) {
                INITIAL_512[i] = squareRootFraction(prime);
                INITIAL_256[i] = (int) (INITIAL_512[i] >>> 32);
            } else if (i < 16) {
                INITIAL_384[i - 8] = squareRootFraction(prime);
            }
            prime = primeAfter(prime);
        }
    }

    private ShaCompression() {
    }

    private static int primeAfter(int number) {
        int candidate = number + 1;
        for (int divisor = 2; divisor * divisor <= candidate; divisor++) {
            if (candidate % divisor == 0) {
                candidate++;
                divisor = 1;
            }
        }
        return candidate;
    }

    private static long squareRootFraction(int number) {
        return BigInteger.valueOf(number).shiftLeft(2 * 64).sqrt().longValue();
    }

    /** The low 64 bits of the integer cube root of {@code number * 2^192}, by Newton's method from above. */
    private static long cubeRootFraction(int number) {
        BigInteger target = BigInteger.valueOf(number).shiftLeft(3 * 64);
        BigInteger three = BigInteger.valueOf(3);
        BigInteger root = BigInteger.valueOf((long) (Math.cbrt(number) * (1L << 52)) + 16).shiftLeft(12);
        while (true) {
            BigInteger next = root.shiftLeft(1).add(target.divide(root.multiply(root))).divide(three);
            if (next.compareTo(root) >= 0) {
                return root.longValue();
            }
            root = next;
        }
    }

    static int[] initial1() {
        return INITIAL_1.clone();
    }

    static int[] initial256() {
        return INITIAL_256.clone();
    }

    static long[] initial384() {
        return INITIAL_384.clone();
    }

    static long[] initial512() {
        return INITIAL_512.clone();
    }

    /** SHA-1: adds a block of 16 words to a state of 5; the array of words has room for 80. */
    static void sha1(int[] state, int[] words) {
        for (int t = 16; t < 80; t++) {
            words[t] = Integer.rotateLeft(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
        }
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        int e = state[4];
        for (int t = 0; t < 80; t++) {
            int mixed = switch (t / 20) {
                case 0 -> (b & c | ~b & d) + 0x5a827999;
                case 1 -> (b ^ c ^ d) + 0x6ed9eba1;
                case 2 -> (b & c | b & d | c & d) + 0x8f1bbcdc;
                default -> (b ^ c ^ d) + 0xca62c1d6;
            };
            int next = Integer.rotateLeft(a, 5) + mixed + e + words[t];
            e = d;
            d = c;
            c = Integer.rotateLeft(b, 30);
            b = a;
            a = next;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }

    /** SHA-256: adds a block of 16 words to a state of 8; the array of words has room for 64. */
    static void sha256(int[] state, int[] words) {
        for (int t = 16; t < 64; t++) {
            int x = words[t - 15];
            int y = words[t - 2];
            words[t] = words[t - 16] + words[t - 7]
                    + (Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ x >>> 3)
                    + (Integer.rotateRight(y, 17) ^ Integer.rotateRight(y, 19) ^ y >>> 10);
        }
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        int e = state[4];
        int f = state[5];
        int g = state[6];
        int h = state[7];
        for (int t = 0; t < 64; t++) {
            int first = h + (Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25))
                    + (e & f ^ ~e & g) + ROUND_256[t] + words[t];
            int second = (Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22))
                    + (a & b ^ a & c ^ b & c);
            h = g;
            g = f;
            f = e;
            e = d + first;
            d = c;
            c = b;
            b = a;
            a = first + second;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    /** SHA-384 and SHA-512: adds a block of 16 words to a state of 8; the array of words has room for 80. */
    static void sha512(long[] state, long[] words) {
        for (int t = 16; t < 80; t++) {
            long x = words[t - 15];
            long y = words[t - 2];
            words[t] = words[t - 16] + words[t - 7]
                    + (Long.rotateRight(x, 1) ^ Long.rotateRight(x, 8) ^ x >>> 7)
                    + (Long.rotateRight(y, 19) ^ Long.rotateRight(y, 61) ^ y >>> 6);
        }
        long a = state[0];
        long b = state[1];
        long c = state[2];
        long d = state[3];
        long e = state[4];
        long f = state[5];
        long g = state[6];
        long h = state[7];
        for (int t = 0; t < 80; t++) {
            long first = h + (Long.rotateRight(e, 14) ^ Long.rotateRight(e, 18) ^ Long.rotateRight(e, 41))
                    + (e & f ^ ~e & g) + ROUND_512[t] + words[t];
            long second = (Long.rotateRight(a, 28) ^ Long.rotateRight(a, 34) ^ Long.rotateRight(a, 39))
                    + (a & b ^ a & c ^ b & c);
            h = g;
            g = f;
            f = e;
            e = d + first;
            d = c;
            c = b;
            b = a;
            a = first + second;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
