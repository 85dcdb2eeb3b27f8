package dev.crema.emulator.xtensa;

/**
 * From exact results to single precision. A sum or product of singles, or a sum of a single and a product of two, is computed in
 * double precision, and where even that rounds, it rounds to odd: then the one rounding to single precision that follows is right
 * in every mode, and tells its flags (S. Boldo and G. Melquiond, Emulation of FMA and correctly rounded sums, 2008).
 */
final class FloatRounding {
    /** FSR: the result was rounded. */
    static final int INEXACT = 0x080;
    /** FSR: the result is tiny and was rounded. */
    static final int UNDERFLOW = 0x100;
    /** FSR: the result is beyond the largest number. */
    static final int OVERFLOW = 0x200;
    /** FSR: a number was divided by zero. */
    static final int DIVIDE_BY_ZERO = 0x400;
    /** FSR: an operation without a result. */
    static final int INVALID = 0x800;

    /** FCR: to the nearest, in the middle to even. */
    static final int NEAREST = 0;
    /** FCR: toward zero. */
    static final int TOWARD_ZERO = 1;
    /** FCR: upward. */
    static final int UPWARD = 2;
    /** FCR: downward. */
    static final int DOWNWARD = 3;

    private static final double BEYOND_LARGEST = 0x1p128;
    private static final double SMALLEST_NORMAL = 0x1p-126;
    private static final double AWAY_FROM_SUBNORMALS = 0x1p64;

    private FloatRounding() { }

    /** The sum of two numbers, rounded to odd. The sign of a zero that comes of cancellation depends on the mode. */
    static double sum(double a, double b, int mode) {
        double sum = a + b;
        if (sum == 0) {
            boolean bothNegative = Math.copySign(1, a) < 0 && Math.copySign(1, b) < 0;
            boolean differ = Math.copySign(1, a) != Math.copySign(1, b);
            return bothNegative || differ && mode == DOWNWARD ? -0.0 : 0.0;
        }
        double ofB = sum - a;
        double error = a - (sum - ofB) + (b - ofB);
        if (error == 0 || Double.isNaN(error)) {
            return sum;
        }
        long bits = Double.doubleToRawLongBits(sum);
        boolean tooLarge = error > 0 != sum > 0;
        return Double.longBitsToDouble((tooLarge ? bits - 1 : bits) | 1);
    }

    /** The bits of the single-precision number that stands for a finite number, exact or rounded to odd. */
    static int bits(double exact, int mode) {
        return Float.floatToRawIntBits(round(exact, mode));
    }

    private static float round(double exact, int mode) {
        float nearest = (float) exact;
        if (mode == NEAREST || nearest == exact) {
            return nearest;
        }
        boolean down = mode == DOWNWARD || mode == TOWARD_ZERO && exact > 0;
        if (down) {
            return nearest > exact ? Math.nextDown(nearest) : nearest;
        }
        return nearest < exact ? Math.nextUp(nearest) : nearest;
    }

    /** The flags that rounding a finite number raises. */
    static int flags(double exact, int mode) {
        float rounded = round(exact, mode);
        if (rounded == exact) {
            return 0;
        }
        double magnitude = Math.abs(exact);
        if (magnitude >= BEYOND_LARGEST || Float.isInfinite(rounded)) {
            return INEXACT | OVERFLOW;
        }
        return magnitude < SMALLEST_NORMAL && isTiny(exact, mode) ? INEXACT | UNDERFLOW : INEXACT;
    }

    /** Whether a number would be subnormal even if it were rounded as if exponents had no lower bound. */
    private static boolean isTiny(double exact, int mode) {
        return Math.abs(round(exact * AWAY_FROM_SUBNORMALS, mode)) < SMALLEST_NORMAL * AWAY_FROM_SUBNORMALS;
    }
}
