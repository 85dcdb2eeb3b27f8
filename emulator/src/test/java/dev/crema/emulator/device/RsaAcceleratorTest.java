package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RsaAcceleratorTest {
    private static final int M = 0x000;
    private static final int Z = 0x200;
    private static final int Y = 0x400;
    private static final int X = 0x600;
    private static final int M_DASH = 0x800;
    private static final int MODEXP_MODE = 0x804;
    private static final int MODEXP_START = 0x808;
    private static final int MULT_MODE = 0x80c;
    private static final int MULT_START = 0x810;
    private static final int INTERRUPT = 0x814;
    private static final int CLEAN = 0x818;

    private final Random random = new Random(1);
    private boolean line;
    private final RsaAccelerator rsa = new RsaAccelerator(level -> line = level);

    private void store(int block, BigInteger number, int words) {
        for (int i = 0; i < words; i++) {
            rsa.write(block + 4 * i, number.shiftRight(32 * i).intValue(), 4);
        }
    }

    private BigInteger load(int block, int words) {
        BigInteger number = BigInteger.ZERO;
        for (int i = words - 1; i >= 0; i--) {
            number = number.shiftLeft(32).or(BigInteger.valueOf(Integer.toUnsignedLong(rsa.read(block + 4 * i, 4))));
        }
        return number;
    }

    private void start(int register) {
        rsa.write(register, 1, 4);
        assertEquals(1, rsa.read(INTERRUPT, 4));
        assertTrue(line);
        rsa.write(INTERRUPT, 1, 4);
        assertEquals(0, rsa.read(INTERRUPT, 4));
        assertFalse(line);
    }

    private BigInteger odd(int words) {
        return new BigInteger(32 * words, random).setBit(0).setBit(32 * words - 1);
    }

    private static int mDash(BigInteger modulus) {
        BigInteger word = BigInteger.ONE.shiftLeft(32);
        return modulus.modInverse(word).negate().intValue();
    }

    @Test
    void memoryIsCleanAfterPowerUp() {
        assertEquals(1, rsa.read(CLEAN, 4));
    }

    @Test
    void exponentiation() {
        for (int mode = 0; mode < 8; mode += 3) {
            int words = 16 * (mode + 1);
            BigInteger modulus = odd(words);
            BigInteger base = new BigInteger(32 * words, random).mod(modulus);
            BigInteger exponent = BigInteger.valueOf(65_537);
            store(X, base, words);
            store(Y, exponent, words);
            store(M, modulus, words);
            rsa.write(MODEXP_MODE, mode, 4);
            start(MODEXP_START);
            assertEquals(base.modPow(exponent, modulus), load(Z, words));
        }
    }

    /** As ESP-IDF multiplies: first by R² mod M, which brings in a factor R, then by the second number, which takes it out. */
    @Test
    void modularMultiplicationInTwoMontgomeryProducts() {
        for (int mode = 0; mode < 8; mode++) {
            int words = 16 * (mode + 1);
            BigInteger modulus = odd(words);
            BigInteger first = new BigInteger(32 * words, random).mod(modulus);
            BigInteger second = new BigInteger(32 * words, random).mod(modulus);
            store(M, modulus, words);
            rsa.write(M_DASH, mDash(modulus), 4);
            rsa.write(MULT_MODE, mode, 4);
            store(X, first, words);
            store(Z, BigInteger.ONE.shiftLeft(2 * 32 * words).mod(modulus), words);
            start(MULT_START);
            store(X, second, words);
            start(MULT_START);
            assertEquals(first.multiply(second).mod(modulus), load(Z, words));
        }
    }

    @Test
    void plainMultiplication() {
        for (int words = 16; words <= 64; words += 16) {
            BigInteger first = new BigInteger(32 * words, random);
            BigInteger second = new BigInteger(32 * words, random);
            store(X, first, words);
            store(Z, second.shiftLeft(32 * words), 2 * words);
            rsa.write(MULT_MODE, 2 * words / 16 - 1 + 8, 4);
            start(MULT_START);
            assertEquals(first.multiply(second), load(Z, 2 * words));
        }
    }

    @Test
    void senselessNumbersDoNoHarm() {
        start(MODEXP_START);
        start(MULT_START);
        store(M, BigInteger.TWO, 16);
        store(X, BigInteger.ONE.shiftLeft(512).subtract(BigInteger.ONE), 16);
        store(Z, BigInteger.ONE.shiftLeft(512).subtract(BigInteger.ONE), 16);
        start(MULT_START);
        start(MODEXP_START);
        assertEquals(BigInteger.ONE, load(Z, 16));
    }
}
