package dev.crema.emulator.xtensa;

import dev.crema.emulator.xtensa.Row.Flag;

/**
 * The steps of which division and square root are made. No public manual describes them; this is what silicon was measured to
 * do.
 *
 * <p>A quotient is found for operands brought into [1, 4) by NEXP01.S, beginning with the estimate of DIV0.S. What was taken
 * off the exponents comes back through MKDADJ.S (for roots, MKSADJ.S): an adjustment A of the exponent, A mod 32 in the
 * exponent field for ADDEXP.S and A div 32 in the fraction for ADDEXPM.S, each scaled by 8 so that DIVN.S can tell it from the
 * few units that the operands' own exponents contribute. DIVN.S adds the last correction, applies the adjustment and rounds
 * once. Results that are not numbers travel as adjustments that no pair of exponents gives.
 */
final class FloatStepOps {
    private static final int SIGN = 0x8000_0000;
    private static final int EXPONENT = 0x7f80_0000;
    private static final int FRACTION = 0x007f_ffff;
    private static final int ONE = 0x3f80_0000;
    private static final int IMPLIED_BIT = 0x0080_0000;
    private static final int QUIET = 0x0040_0000;
    private static final int EXPONENT_SHIFT = 23;
    private static final int BIAS = 127;
    private static final int ESTIMATE_SHIFT = 16;

    /** Classes of results that are not numbers; an odd class is the negative of the one before. */
    private static final int CLASS_ZERO = 0;
    private static final int CLASS_INFINITY = 2;
    private static final int CLASS_NAN = 4;
    private static final int CLASSES = 6;
    /** The adjustment of class 0. */
    private static final int CLASS_ADJUSTMENT = 384;
    /** Where in the result's fraction an exact cancellation in DIVN.S leaves its last bit. */
    private static final int CANCELLATION_EXPONENT = -50;

    private static final byte[] RECIPROCALS = new byte[128];
    private static final byte[] ODD_ROOTS = new byte[64];
    private static final byte[] EVEN_ROOTS = new byte[64];

    static {
        // Seven bits of the reciprocal, or reciprocal root, of the middle of each interval. Two entries deviate on silicon.
        for (int index = 0; index < RECIPROCALS.length; index++) {
            RECIPROCALS[index] = (byte) (Math.round(256 / (1 + (index + 0.5) / 128)) - 128);
        }
        RECIPROCALS[127] = 1;
        for (int index = 0; index < ODD_ROOTS.length; index++) {
            double middle = 1 + (index + 0.5) / 64;
            ODD_ROOTS[index] = (byte) (Math.round(256 / Math.sqrt(middle)) - 128);
            EVEN_ROOTS[index] = (byte) (Math.round(256 / Math.sqrt(2 * middle)) - 128);
        }
        EVEN_ROOTS[13] = 37;
    }

    private FloatStepOps() { }

    static void declare(Rows rows) {
        row(rows, "div0.s fr, fs", "1111 1010 rrrr ssss 0111 0000", "fr = div0(fs)");
        row(rows, "recip0.s fr, fs", "1111 1010 rrrr ssss 1000 0000", "fr = recip0(core, fs)");
        row(rows, "sqrt0.s fr, fs", "1111 1010 rrrr ssss 1001 0000", "fr = sqrt0(fs)");
        row(rows, "rsqrt0.s fr, fs", "1111 1010 rrrr ssss 1010 0000", "fr = rsqrt0(core, fs)");
        row(rows, "nexp01.s fr, fs", "1111 1010 rrrr ssss 1011 0000", "fr = nexp01(fs)");
        row(rows, "mksadj.s fr, fs", "1111 1010 rrrr ssss 1100 0000", "fr = mksadj(core, fs)");
        row(rows, "mkdadj.s fr, fs", "1111 1010 rrrr ssss 1101 0000", "fr = mkdadj(core, fr, fs)");
        row(rows, "addexp.s fr, fs", "1111 1010 rrrr ssss 1110 0000", "fr = addexp(fr, fs)");
        row(rows, "addexpm.s fr, fs", "1111 1010 rrrr ssss 1111 0000", "fr = addexpm(fr, fs)");
        row(rows, "maddn.s fr, fs, ft", "0110 1010 rrrr ssss tttt 0000", "fr = maddn(core, fr, fs, ft)");
        row(rows, "divn.s fr, fs, ft", "0111 1010 rrrr ssss tttt 0000", "fr = divn(core, fr, fs, ft)");
    }

    private static void row(Rows rows, String notation, String pattern, String action) {
        rows.row(notation, pattern, action, Flag.FPU);
    }

    private static boolean isZero(int bits) {
        return (bits & ~SIGN) == 0;
    }

    private static boolean isInfinite(int bits) {
        return (bits & ~SIGN) == EXPONENT;
    }

    private static boolean isSpecial(int bits) {
        return (bits & EXPONENT) == EXPONENT;
    }

    private static int exponentField(int bits) {
        return bits >>> EXPONENT_SHIFT & 0xff;
    }

    /** How far a fraction has to be shifted to be normal; 0 if it is. */
    private static int denormalShift(int bits) {
        return exponentField(bits) == 0 ? Integer.numberOfLeadingZeros(bits & FRACTION) - 8 : 0;
    }

    /** The biased exponent, continued below 1 for denormals. */
    private static int exponent(int bits) {
        return exponentField(bits) == 0 ? 1 - denormalShift(bits) : exponentField(bits);
    }

    /** The fraction after the leading one. */
    private static int fraction(int bits) {
        return bits << denormalShift(bits) & FRACTION;
    }

    private static int reciprocal(int fraction) {
        return RECIPROCALS[fraction >>> ESTIMATE_SHIFT] << ESTIMATE_SHIFT;
    }

    private static int reciprocalRoot(int exponent, int fraction) {
        byte[] roots = (exponent & 1) != 0 ? ODD_ROOTS : EVEN_ROOTS;
        return roots[fraction >>> ESTIMATE_SHIFT + 1] << ESTIMATE_SHIFT;
    }

    /** A number of any exponent; below the normal ones it is cut off, above them infinite. */
    private static int encode(int sign, int exponent, int fraction) {
        if (exponent >= 255) {
            return sign | EXPONENT;
        }
        if (exponent <= 0) {
            return exponent < -30 ? sign : sign | (IMPLIED_BIT | fraction) >> 1 - exponent;
        }
        return sign | exponent << EXPONENT_SHIFT | fraction;
    }

    /** Seed of a division: the reciprocal of the number as NEXP01.S would have it. */
    static int div0(int s) {
        if (isZero(s) || isSpecial(s)) {
            return s & SIGN | BIAS - 1 << EXPONENT_SHIFT | reciprocal(s & FRACTION);
        }
        return s & SIGN | BIAS - 2 + (exponent(s) & 1) << EXPONENT_SHIFT | reciprocal(fraction(s));
    }

    /** An estimate of the reciprocal, right to seven bits. */
    static int recip0(Core core, int s) {
        int sign = s & SIGN;
        if (FloatOps.isNan(s)) {
            return sign | EXPONENT | (IMPLIED_BIT | reciprocal(s & FRACTION)) >> 1;
        }
        if (isInfinite(s)) {
            return sign;
        }
        if (isZero(s)) {
            FloatOps.raise(core, FloatRounding.DIVIDE_BY_ZERO);
            return sign | EXPONENT;
        }
        return encode(sign, 2 * BIAS - 1 - exponent(s), reciprocal(fraction(s)));
    }

    /** Seed of a square root: the reciprocal root of the number as NEXP01.S would have it. */
    static int sqrt0(int s) {
        int estimate = isZero(s) ? reciprocalRoot(0, 0) : reciprocalRoot(exponent(s), fraction(s));
        return s & SIGN | BIAS - 1 << EXPONENT_SHIFT | estimate;
    }

    /** An estimate of the reciprocal root, right to seven bits. */
    static int rsqrt0(Core core, int s) {
        int sign = s & SIGN;
        if (isZero(s)) {
            FloatOps.raise(core, FloatRounding.DIVIDE_BY_ZERO);
            return sign | EXPONENT;
        }
        if (s == EXPONENT) {
            return 0;
        }
        int estimate = reciprocalRoot(exponent(s), fraction(s));
        if (FloatOps.isNan(s) || sign != 0) {
            FloatOps.raise(core, FloatOps.isNan(s) && !FloatOps.isSignalling(s) ? 0 : FloatRounding.INVALID);
            return sign | EXPONENT | QUIET | estimate;
        }
        return encode(0, 3 * BIAS - 1 - exponent(s) >> 1, estimate);
    }

    /** The negative of the number, brought into [1, 4) by an even power of two. */
    static int nexp01(int s) {
        if (FloatOps.isNan(s)) {
            return s ^ SIGN;
        }
        int sign = ~s & SIGN;
        if (isZero(s) || isInfinite(s)) {
            return sign | ONE;
        }
        return sign | BIAS + (exponent(s) - BIAS & 1) << EXPONENT_SHIFT | fraction(s);
    }

    private static int evenPart(int bits) {
        return exponent(bits) - BIAS & ~1;
    }

    private static int adjustment(int a) {
        int low = BIAS + 8 * (a & 31) & 0xff;
        int high = BIAS + 8 * (a >> 5) & 0xff;
        return low << EXPONENT_SHIFT | high << 14 | 0xc000;
    }

    /** Half the exponent, for a square root. */
    static int mksadj(Core core, int s) {
        if (isZero(s)) {
            return adjustment(CLASS_ADJUSTMENT + CLASS_ZERO + (s >>> 31));
        }
        if (FloatOps.isNan(s) || s < 0) {
            FloatOps.raise(core, FloatOps.isNan(s) && !FloatOps.isSignalling(s) ? 0 : FloatRounding.INVALID);
            return adjustment(CLASS_ADJUSTMENT + CLASS_NAN);
        }
        return adjustment(isInfinite(s) ? CLASS_ADJUSTMENT + CLASS_INFINITY : exponent(s) - BIAS >> 1);
    }

    /** What the exponents of the numerator, s, and the denominator, r, lost to NEXP01.S. */
    static int mkdadj(Core core, int r, int s) {
        int special = CLASS_ADJUSTMENT + ((r ^ s) >>> 31);
        if (FloatOps.isNan(r) || FloatOps.isNan(s)) {
            FloatOps.raise(core, FloatOps.isSignalling(r) || FloatOps.isSignalling(s) ? FloatRounding.INVALID : 0);
            return adjustment(special + CLASS_NAN);
        }
        if (isZero(r) && isZero(s) || isInfinite(r) && isInfinite(s)) {
            FloatOps.raise(core, FloatRounding.INVALID);
            return adjustment(special + CLASS_NAN);
        }
        if (isZero(s) || isInfinite(r)) {
            return adjustment(special + CLASS_ZERO);
        }
        if (isZero(r) || isInfinite(s)) {
            FloatOps.raise(core, isInfinite(s) ? 0 : FloatRounding.DIVIDE_BY_ZERO);
            return adjustment(special + CLASS_INFINITY);
        }
        return adjustment(evenPart(s) - evenPart(r));
    }

    private static int withExponentAdded(int bits, int exponent) {
        return bits & ~EXPONENT | (bits + (exponent << EXPONENT_SHIFT) & EXPONENT);
    }

    /** Adds the exponents, and multiplies the signs. */
    static int addexp(int r, int s) {
        return withExponentAdded(r, exponentField(s) - BIAS) ^ s & SIGN;
    }

    /** The same for an exponent and a sign that lie in the fraction. */
    static int addexpm(int r, int s) {
        return withExponentAdded(r, (s >>> 14 & 0xff) - BIAS) ^ s << 9 & SIGN;
    }

    /** MADD.S to the nearest and without flags. */
    static int maddn(Core core, int r, int s, int t) {
        int fcr = core.user[UserRegister.FCR.ordinal()];
        int fsr = core.user[UserRegister.FSR.ordinal()];
        core.user[UserRegister.FCR.ordinal()] = FloatRounding.NEAREST;
        int sum = FloatOps.madd(core, r, s, t);
        core.user[UserRegister.FCR.ordinal()] = fcr;
        core.user[UserRegister.FSR.ordinal()] = fsr;
        return sum;
    }

    /** Units of the exponent that belong to the operand itself: −4 to 3. The rest, a multiple of 8, is adjustment. */
    private static int ownExponent(int bits) {
        return (exponentField(bits) - BIAS + 4 & 7) - 4;
    }

    private static int adjustmentUnits(int bits) {
        return (byte) (exponentField(bits) - BIAS) + 4 >> 3;
    }

    private static double ownValue(int bits) {
        return Float.intBitsToFloat(bits & ~EXPONENT | BIAS + ownExponent(bits) << EXPONENT_SHIFT);
    }

    /** r + s · t, with the adjustment that the exponents of r and t carry, rounded once to the nearest. */
    static int divn(Core core, int r, int s, int t) {
        if (FloatOps.isNan(s)) {
            return s | QUIET;
        }
        int adjustment = 32 * adjustmentUnits(r) + (adjustmentUnits(t) & 31);
        int special = adjustment - CLASS_ADJUSTMENT;
        if (special >= 0 && special < CLASSES) {
            return special(core, special);
        }
        double sum = FloatRounding.sum(ownValue(r), Float.intBitsToFloat(s) * ownValue(t), FloatRounding.NEAREST);
        if (sum == 0) {
            return encode(0, BIAS + adjustment + CANCELLATION_EXPONENT, 0);
        }
        double exact = Math.scalb(sum, adjustment);
        if (Double.isInfinite(exact)) {
            return (sum < 0 ? SIGN : 0) | EXPONENT;
        }
        FloatOps.raise(core, FloatRounding.flags(exact, FloatRounding.NEAREST));
        return FloatRounding.bits(exact, FloatRounding.NEAREST);
    }

    private static int special(Core core, int special) {
        int sign = special << 31;
        return switch (special & ~1) {
            case CLASS_ZERO -> sign;
            case CLASS_INFINITY -> sign | EXPONENT;
            default -> {
                FloatOps.raise(core, FloatRounding.INVALID);
                yield EXPONENT | QUIET;
            }
        };
    }
}
