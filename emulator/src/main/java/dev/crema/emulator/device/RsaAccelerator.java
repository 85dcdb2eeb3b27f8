package dev.crema.emulator.device;

import java.math.BigInteger;

/**
 * The RSA accelerator (TRM, "RSA Accelerator"): modular exponentiation, Montgomery multiplication and multiplication of numbers
 * of up to 4,096 bits, in blocks of little-endian words. Results are there at once.
 *
 * <p>An exponentiation trusts that RB and M_DASH belong to M, as software must see to; a Montgomery multiplication computes
 * with M_DASH as it is given.
 */
public final class RsaAccelerator extends RegisterBlock {
    private static final int BLOCK_WORDS = 128;
    private static final int WORDS_PER_MODE = 16;
    private static final int MULT_MODE_PLAIN = 3;
    private static final int MODE_BITS_HIGH = 2;

    private final InterruptLine line;
    private final Register[] m;
    private final Register[] z;
    private final Register[] y;
    private final Register[] x;
    private final Register mDash;
    private final Register modexpMode;
    private final Register multMode;
    private final Register interrupt;

    /** The accelerator, idle. */
    public RsaAccelerator(InterruptLine line) {
        super("RSA", 0x1000);
        this.line = line;
        m = registers(0x000, 4, BLOCK_WORDS, "M");
        z = registers(0x200, 4, BLOCK_WORDS, "Z");
        y = registers(0x400, 4, BLOCK_WORDS, "Y");
        x = registers(0x600, 4, BLOCK_WORDS, "X");
        mDash = register(0x800, "M_DASH");
        modexpMode = register(0x804, "MODEXP_MODE");
        register(0x808, "MODEXP_START").command(word -> start(word, this::exponentiate));
        multMode = register(0x80c, "MULT_MODE");
        register(0x810, "MULT_START").command(word -> start(word, this::multiply));
        interrupt = register(0x814, "INTERRUPT").readOnly().onWrite(this::acknowledge);
        register(0x818, "CLEAN").readOnly().reset(1);
    }

    private void start(int word, Runnable operation) {
        if ((word & 1) != 0) {
            operation.run();
            interrupt.set(1);
            line.set(true);
        }
    }

    private void acknowledge(int word) {
        if ((word & 1) != 0) {
            interrupt.set(0);
            line.set(false);
        }
    }

    /** The number in the first {@code words} of a block, from word {@code first} on. */
    private static BigInteger number(Register[] block, int first, int words) {
        byte[] bigEndian = new byte[4 * words];
        for (int i = 0; i < 4 * words; i++) {
            bigEndian[4 * words - 1 - i] = (byte) (block[first + (i >>> 2)].get() >>> ((i & 3) << 3));
        }
        return new BigInteger(1, bigEndian);
    }

    private static void store(BigInteger number, Register[] block, int words) {
        for (int i = 0; i < words; i++) {
            block[i].set(number.shiftRight(32 * i).intValue());
        }
    }

    /** Z = X^Y mod M. A modulus of 0, for which there is no result, gives 0. */
    private void exponentiate() {
        int words = WORDS_PER_MODE * (modexpMode.field(MODE_BITS_HIGH, 0) + 1);
        BigInteger modulus = number(m, 0, words);
        store(modulus.signum() == 0 ? modulus : number(x, 0, words).modPow(number(y, 0, words), modulus), z, words);
    }

    /** MULT_MODE: bit 3 chooses plain multiplication; bits 2:0 give the length of the result. */
    private void multiply() {
        int words = WORDS_PER_MODE * (multMode.field(MODE_BITS_HIGH, 0) + 1);
        if (multMode.bit(MULT_MODE_PLAIN)) {
            int half = words / 2;
            store(number(x, 0, half).multiply(number(z, half, half)), z, words);
        } else {
            multiplyModular(words);
        }
    }

    /**
     * Z = X · Z · 2^(-32 n) mod M, for a sum kept below 2 M: word by word, the sum takes X times a word of Z and the multiple
     * of M that clears its lowest word, which then goes (Montgomery, "Modular multiplication without trial division", 1985).
     */
    private void multiplyModular(int words) {
        BigInteger modulus = number(m, 0, words);
        BigInteger factor = number(x, 0, words);
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < words; i++) {
            sum = sum.add(factor.multiply(unsigned(z[i].get())));
            sum = sum.add(modulus.multiply(unsigned(sum.intValue() * mDash.get()))).shiftRight(32);
        }
        store(sum.compareTo(modulus) >= 0 ? sum.subtract(modulus) : sum, z, words);
    }

    private static BigInteger unsigned(int word) {
        return BigInteger.valueOf(Integer.toUnsignedLong(word));
    }

    @Override
    public void reset() {
        super.reset();
        line.set(false);
    }
}
