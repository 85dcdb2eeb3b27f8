package dev.crema.emulator.rom;

import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * libgcc's floating point in integer registers (for double precision the only one there is). The host's arithmetic is the same
 * IEEE 754 with rounding to nearest; what differs is which NaN comes out, so operands that are infinite or no numbers never reach
 * it and results do not depend on the host.
 */
final class SoftFloat {
    private static final long SIGN = 0x8000000000000000L;
    private static final long INFINITY = 0x7FF0000000000000L;
    private static final long QUIET = 0x0008000000000000L;
    private static final long NAN = INFINITY | QUIET;
    private static final long FRACTION = 0x000FFFFFFFFFFFFFL;
    private static final double TWO_TO_63 = 0x1p63;
    private static final double TWO_TO_32 = 0x1p32;

    private static final int CONVERT = 25;
    private static final int ADD = 45;
    private static final int MULTIPLY = 75;
    private static final int DIVIDE = 600;
    private static final int COMPARE = 14;

    private SoftFloat() {
    }

    static void bind(Bindings rom) {
        rom.bind(0x40002590, ADD, "double __adddf3(double a, double b)", Abi.wides(SoftFloat::add));
        rom.bind(0x400026E4, ADD, "double __subdf3(double a, double b)", Abi.wides(SoftFloat::subtract));
        rom.bind(0x4006358C, MULTIPLY, "double __muldf3(double a, double b)", Abi.wides(SoftFloat::multiplyDoubles));
        rom.bind(0x40002954, DIVIDE, "double __divdf3(double a, double b)", Abi.wides(SoftFloat::divide));
        rom.bind(0x400634A0, "double __negdf2(double a)", Abi.wide(a -> a ^ SIGN));
        rom.bind(0x400638E4, MULTIPLY, "double __powidf2(double a, int n)", SoftFloat::power);
        rom.bind(0x400636A8, COMPARE, "int __eqdf2(double a, double b)",
                comparison((a, b) -> a == b ? 0 : 1));
        rom.bind(0x400636DC, COMPARE, "int __gtdf2(double a, double b)", comparison((a, b) -> a > b ? 1 : 0));
        rom.bind(0x40063704, COMPARE, "int __ledf2(double a, double b)", comparison((a, b) -> a <= b ? 0 : 1));
        rom.bind(0x40063768, COMPARE, "int __gedf2(double a, double b)", comparison((a, b) -> a >= b ? 0 : -1));
        rom.bind(0x40063790, COMPARE, "int __ltdf2(double a, double b)", comparison((a, b) -> a < b ? -1 : 0));
        rom.bind(0x400637F4, COMPARE, "int __unorddf2(double a, double b)",
                comparison((a, b) -> Double.isNaN(a) || Double.isNaN(b) ? 1 : 0));
        bindConversions(rom);
        bindSinglePrecision(rom);
    }

    private static void bindConversions(Bindings rom) {
        rom.bind(0x40002A78, CONVERT, "int __fixdfsi(double a)", Abi.wideToWord(a -> toInt(asDouble(a))));
        rom.bind(0x40002AC4, CONVERT, "int64_t __fixdfdi(double a)", Abi.wide(a -> toLong(asDouble(a))));
        rom.bind(0x40002B30, CONVERT, "unsigned __fixunsdfsi(double a)",
                Abi.wideToWord(a -> toUnsigned(asDouble(a))));
        rom.bind(0x40002C34, CONVERT, "double __extendsfdf2(float a)", Abi.wordToWide(SoftFloat::extend));
        rom.bind(0x40002B90, CONVERT, "float __truncdfsf2(double a)", Abi.wideToWord(SoftFloat::truncate));
        rom.bind(0x4000C944, CONVERT, "double __floatsidf(int a)", Abi.wordToWide(a -> bits((double) a)));
        rom.bind(0x4000C938, CONVERT, "double __floatunsidf(unsigned a)",
                Abi.wordToWide(a -> bits((double) (a & 0xFFFFFFFFL))));
        rom.bind(0x4000C988, CONVERT, "double __floatdidf(int64_t a)", Abi.wide(a -> bits((double) a)));
        rom.bind(0x4000C978, CONVERT, "double __floatundidf(uint64_t a)", Abi.wide(a -> bits(unsignedToDouble(a))));
        rom.bind(0x4000C870, CONVERT, "float __floatsisf(int a)", Abi.word(a -> bits((float) a)));
        rom.bind(0x4000C864, CONVERT, "float __floatunsisf(unsigned a)",
                Abi.word(a -> bits((float) (a & 0xFFFFFFFFL))));
        rom.bind(0x4000C8C0, CONVERT, "float __floatdisf(int64_t a)", Abi.wideToWord(a -> bits((float) a)));
        rom.bind(0x4000C8B0, CONVERT, "float __floatundisf(uint64_t a)",
                Abi.wideToWord(a -> bits(unsignedToFloat(a))));
        rom.bind(0x4000240C, CONVERT, "int __fixsfsi(float a)", Abi.word(a -> toInt(asFloat(a))));
        rom.bind(0x4000244C, CONVERT, "int64_t __fixsfdi(float a)", Abi.wordToWide(a -> toLong(asFloat(a))));
        rom.bind(0x400024AC, CONVERT, "unsigned __fixunssfsi(float a)", Abi.word(a -> toUnsigned(asFloat(a))));
        rom.bind(0x40002504, CONVERT, "uint64_t __fixunssfdi(float a)",
                Abi.wordToWide(a -> toUnsignedLong(asFloat(a))));
    }

    private static void bindSinglePrecision(Bindings rom) {
        rom.bind(0x400020E8, ADD, "float __addsf3(float a, float b)", singles(SoftFloat::add));
        rom.bind(0x400021D0, ADD, "float __subsf3(float a, float b)", singles(SoftFloat::subtract));
        rom.bind(0x400632C8, ADD, "float __mulsf3(float a, float b)", singles(SoftFloat::multiply));
        rom.bind(0x4000234C, DIVIDE / 4, "float __divsf3(float a, float b)", singles(SoftFloat::divide));
        rom.bind(0x400020C0, "float __negsf2(float a)", Abi.word(a -> a ^ 0x80000000));
        rom.bind(0x4006389C, MULTIPLY, "float __powisf2(float a, int n)", SoftFloat::powerSingle);
        rom.bind(0x40063374, COMPARE, "int __eqsf2(float a, float b)", comparisonSingle((a, b) -> a == b ? 0 : 1));
        rom.bind(0x400633A0, COMPARE, "int __gtsf2(float a, float b)", comparisonSingle((a, b) -> a > b ? 1 : 0));
        rom.bind(0x400633C0, COMPARE, "int __lesf2(float a, float b)", comparisonSingle((a, b) -> a <= b ? 0 : 1));
        rom.bind(0x4006340C, COMPARE, "int __gesf2(float a, float b)", comparisonSingle((a, b) -> a >= b ? 0 : -1));
        rom.bind(0x4006342C, COMPARE, "int __ltsf2(float a, float b)", comparisonSingle((a, b) -> a < b ? -1 : 0));
        rom.bind(0x40063478, COMPARE, "int __unordsf2(float a, float b)",
                comparisonSingle((a, b) -> Double.isNaN(a) || Double.isNaN(b) ? 1 : 0));
    }

    /** {@code int f(double, double)}; the C functions compare with 0, in the sense of their name. */
    @FunctionalInterface
    private interface Comparison {
        int apply(double a, double b);
    }

    private static RomFunction comparison(Comparison comparison) {
        return Abi.compare((a, b) -> comparison.apply(asDouble(a), asDouble(b)));
    }

    private static RomFunction comparisonSingle(Comparison comparison) {
        return Abi.words((a, b) -> comparison.apply(asFloat(a), asFloat(b)));
    }

    // Every float is a double; one operation on doubles, rounded to float, is the correctly rounded operation on floats (53 bits
    // are more than twice 24 plus 2, Figueroa 1995), also where the result is subnormal, since the double then is exact or the
    // quotient has more bits than that. NaNs keep their payload in the upper bits of the fraction.

    private static RomFunction singles(LongBinaryOperator operation) {
        return Abi.words((a, b) -> narrow(operation.applyAsLong(widen(a), widen(b))));
    }

    private static long widen(int a) {
        if ((a & 0x7F800000) != 0x7F800000) {
            return bits((double) asFloat(a));
        }
        return (long) (a & 0x80000000) << 32 | INFINITY | (a & 0x7FFFFFL) << 29;
    }

    private static int narrow(long a) {
        if (!special(a)) {
            return bits((float) asDouble(a));
        }
        return (int) (a >>> 32) & 0x80000000 | 0x7F800000 | (int) (a >>> 29) & 0x7FFFFF;
    }

    private static long add(long a, long b) {
        if ((a ^ b) < 0) {
            return difference(a, b ^ SIGN);
        }
        return sum(a, b);
    }

    private static long subtract(long a, long b) {
        if ((a ^ b) < 0) {
            return sum(a, b ^ SIGN);
        }
        return difference(a, b);
    }

    /** a + b of equal signs: of two special operands the first unless it is infinite. */
    private static long sum(long a, long b) {
        if (special(a)) {
            return special(b) && (a & FRACTION) == 0 ? b : a;
        }
        return special(b) ? b : bits(asDouble(a) + asDouble(b));
    }

    /** a - b of equal signs: of two special operands the first, made a NaN. */
    private static long difference(long a, long b) {
        if (special(a)) {
            return special(b) ? a | QUIET : a;
        }
        return special(b) ? b ^ SIGN : bits(asDouble(a) - asDouble(b));
    }

    private static long multiply(long a, long b) {
        long sign = (a ^ b) & SIGN;
        if (special(a)) {
            if ((b & ~SIGN) == 0) {
                return a | QUIET;
            }
            return sign | (nan(b) ? b : a) & ~SIGN;
        }
        if (special(b)) {
            return (a & ~SIGN) == 0 ? b | QUIET : sign | b & ~SIGN;
        }
        return bits(asDouble(a) * asDouble(b));
    }

    /** Of zero times a NaN the ROM makes the upper word of the NaN and the lower word of the zero. */
    private static long multiplyDoubles(long a, long b) {
        long product = multiply(a, b);
        return (a & ~SIGN) == 0 && special(b) ? product & ~0xFFFFFFFFL : product;
    }

    private static long divide(long a, long b) {
        long sign = (a ^ b) & SIGN;
        if (special(a)) {
            long quotient = sign | a & ~SIGN;
            return special(b) ? quotient | QUIET : quotient;
        }
        if (special(b)) {
            return nan(b) ? b : sign;
        }
        if ((b & ~SIGN) == 0) {
            return (a & ~SIGN) == 0 ? sign | NAN : sign | INFINITY;
        }
        return bits(asDouble(a) / asDouble(b));
    }

    private static void power(Call call) {
        call.result(power(call, SoftFloat::multiplyDoubles, SoftFloat::divide, call.wide(0), call.word(2)));
    }

    private static void powerSingle(Call call) {
        LongBinaryOperator times = (a, b) -> widen(narrow(multiply(a, b)));
        LongBinaryOperator over = (a, b) -> widen(narrow(divide(a, b)));
        call.result(narrow(power(call, times, over, widen(call.word(0)), call.word(1))));
    }

    /** By squaring, in the order of libgcc, which the rounding depends on. */
    private static long power(Call call, LongBinaryOperator times, LongBinaryOperator over, long base, int exponent) {
        long one = bits(1.0);
        int n = Math.abs(exponent);
        long square = base;
        long result = (n & 1) != 0 ? base : one;
        for (n >>>= 1; n != 0; n >>>= 1) {
            square = times.applyAsLong(square, square);
            if ((n & 1) != 0) {
                result = times.applyAsLong(result, square);
            }
            call.charge(2 * MULTIPLY);
        }
        return exponent < 0 ? over.applyAsLong(one, result) : result;
    }

    /** A NaN loses its payload. */
    private static long extend(int a) {
        long wide = widen(a);
        return nan(wide) ? wide & SIGN | NAN : wide;
    }

    /** A NaN loses its payload. */
    private static int truncate(long a) {
        return nan(a) ? narrow(a & SIGN | NAN) : narrow(a);
    }

    /** Rounds towards zero; beyond the range and for NaN the nearest limit, which for NaN is the upper one. */
    private static int toInt(double a) {
        return Double.isNaN(a) ? Integer.MAX_VALUE : (int) a;
    }

    private static long toLong(double a) {
        return Double.isNaN(a) ? Long.MAX_VALUE : (long) a;
    }

    /** A negative number gives the two's complement of its magnitude, down to -2^31; beyond the range and for NaN as {@code all ones}. */
    private static int toUnsigned(double a) {
        if (a < 0) {
            return (int) a;
        }
        return a < TWO_TO_32 ? (int) (long) a : -1;
    }

    private static long toUnsignedLong(double a) {
        if (a < 0) {
            return (long) a;
        }
        if (a < TWO_TO_63) {
            return (long) a;
        }
        return a < 2 * TWO_TO_63 ? (long) (a - TWO_TO_63) | Long.MIN_VALUE : -1;
    }

    /** Halving keeps the lowest bit as a sticky one, so the rounding is that of the whole. */
    private static double unsignedToDouble(long a) {
        return a >= 0 ? a : (double) (a >>> 1 | a & 1) * 2;
    }

    private static float unsignedToFloat(long a) {
        return a >= 0 ? a : (float) (a >>> 1 | a & 1) * 2;
    }

    /** Infinite, or not a number. */
    private static boolean special(long a) {
        return (a & INFINITY) == INFINITY;
    }

    private static boolean nan(long a) {
        return (a & ~SIGN) > INFINITY;
    }

    private static double asDouble(long a) {
        return Double.longBitsToDouble(a);
    }

    private static float asFloat(int a) {
        return Float.intBitsToFloat(a);
    }

    private static long bits(double a) {
        return Double.doubleToRawLongBits(a);
    }

    private static int bits(float a) {
        return Float.floatToRawIntBits(a);
    }
}
