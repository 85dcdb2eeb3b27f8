package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloatOpsTest {
    private static final int QUIET = 0x7fc0_0000;
    private static final int SIGNALLING = 0x7f80_0000;
    private static final int ONE = 0x3f80_0000;
    private static final BigDecimal LARGEST = new BigDecimal(Float.MAX_VALUE);
    private static final BigDecimal SMALLEST_NORMAL = new BigDecimal(Float.MIN_NORMAL);

    private final Core core = new Guest("done: nop").core;

    /** What arithmetic without bounds and a rounding to 24 bits give: the oracle of the four modes. */
    private static String oracle(BigDecimal exact, int mode) {
        if (exact.signum() == 0) {
            return "0";
        }
        RoundingMode rounding = switch (mode) {
            case FloatRounding.NEAREST -> RoundingMode.HALF_EVEN;
            case FloatRounding.TOWARD_ZERO -> RoundingMode.DOWN;
            case FloatRounding.UPWARD -> RoundingMode.CEILING;
            default -> RoundingMode.FLOOR;
        };
        BigDecimal unbounded = toBits(exact, 24, -1000, rounding);
        BigDecimal bounded = toBits(exact, 24, -149, rounding);
        int flags = bounded.compareTo(exact) == 0 ? 0 : FloatRounding.INEXACT;
        if (flags != 0 && unbounded.abs().compareTo(SMALLEST_NORMAL) < 0) {
            flags |= FloatRounding.UNDERFLOW;
        }
        if (bounded.abs().compareTo(LARGEST) > 0) {
            flags |= FloatRounding.INEXACT | FloatRounding.OVERFLOW;
            boolean truncated = rounding == RoundingMode.DOWN || rounding == RoundingMode.FLOOR && exact.signum() > 0
                    || rounding == RoundingMode.CEILING && exact.signum() < 0;
            return (exact.signum() < 0 ? "-" : "") + (truncated ? Float.MAX_VALUE : Float.POSITIVE_INFINITY) + " " + flags;
        }
        return (bounded.signum() == 0 && exact.signum() < 0 ? "-0.0" : String.valueOf(bounded.floatValue())) + " " + flags;
    }

    /** Rounds to so many bits, none of them below 2^lowest. */
    private static BigDecimal toBits(BigDecimal exact, int bits, int lowest, RoundingMode rounding) {
        int exponent = Math.getExponent(exact.abs().doubleValue());
        // The double next to a number may be the power of two above it.
        if (scaled(BigDecimal.ONE, exponent).compareTo(exact.abs()) > 0) {
            exponent--;
        }
        int unit = Math.max(exponent - bits + 1, lowest);
        return scaled(scaled(exact, -unit).setScale(0, rounding), unit);
    }

    private static BigDecimal scaled(BigDecimal number, int exponent) {
        BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(exponent)));
        return exponent >= 0 ? number.multiply(power) : number.divide(power);
    }

    private String result(int bits) {
        int flags = core.user(UserRegister.FSR);
        core.user(UserRegister.FSR, 0);
        float value = Float.intBitsToFloat(bits);
        return value == 0 && flags == 0 ? "0" : value + " " + flags;
    }

    private static float operand(Random random) {
        float value = switch (random.nextInt(4)) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> Float.intBitsToFloat(random.nextInt() & 0x83ff_ffff);
            case 2 -> Float.intBitsToFloat(random.nextInt() & 0x81ff_ffff | 0x3f00_0000);
            default -> Float.intBitsToFloat(random.nextInt() & 0xffff_0000 ^ random.nextInt(3) - 1);
        };
        return Float.isFinite(value) ? value : 1;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void arithmeticRoundsAsExactArithmeticDoes(int mode) {
        Random random = new Random(4 + mode);
        core.user(UserRegister.FCR, mode);
        for (int round = 0; round < 2_000; round++) {
            float x = operand(random);
            float y = operand(random);
            float z = operand(random);
            int a = Float.floatToRawIntBits(x);
            int b = Float.floatToRawIntBits(y);
            int c = Float.floatToRawIntBits(z);
            BigDecimal first = new BigDecimal(x);
            BigDecimal second = new BigDecimal(y);
            BigDecimal third = new BigDecimal(z);
            assertEquals(oracle(first.add(second), mode), result(FloatOps.add(core, a, b)), () -> x + " + " + y);
            assertEquals(oracle(first.subtract(second), mode), result(FloatOps.sub(core, a, b)), () -> x + " - " + y);
            BigDecimal product = first.multiply(second);
            assertEquals(oracle(product, mode), result(FloatOps.mul(core, a, b)), () -> x + " * " + y);
            assertEquals(oracle(third.add(product), mode), result(FloatOps.madd(core, c, a, b)), () -> z + " + " + x + " * " + y);
            assertEquals(oracle(third.subtract(product), mode), result(FloatOps.msub(core, c, a, b)),
                    () -> z + " - " + x + " * " + y);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void zeroThatComesOfCancellationIsNegativeOnlyDownward(int mode) {
        core.user(UserRegister.FCR, mode);
        assertEquals(mode == 3 ? 0x8000_0000 : 0, FloatOps.sub(core, ONE, ONE));
        assertEquals(mode == 3 ? 0x8000_0000 : 0, FloatOps.add(core, 0, 0x8000_0000));
        assertEquals(0x8000_0000, FloatOps.add(core, 0x8000_0000, 0x8000_0000));
        assertEquals(0, FloatOps.add(core, 0, 0));
        assertEquals(0x8000_0000, FloatOps.mul(core, 0x8000_0000, ONE));
    }

    @Test
    void theLastNanOfTheOperandsIsPropagatedAndMadeQuiet() {
        assertEquals(QUIET | 2, FloatOps.add(core, SIGNALLING | 1, SIGNALLING | 2));
        assertEquals(FloatRounding.INVALID, core.user(UserRegister.FSR));
        assertEquals(QUIET | 1, FloatOps.mul(core, SIGNALLING | 1, ONE));
        assertEquals(QUIET | 3, FloatOps.madd(core, QUIET | 3, QUIET | 4, QUIET | 5));
        assertEquals(QUIET | 5, FloatOps.madd(core, ONE, QUIET | 4, QUIET | 5));
    }

    @Test
    void operationsWithoutAResultGiveTheDefaultNan() {
        int infinity = 0x7f80_0000;
        assertEquals(QUIET, FloatOps.sub(core, infinity, infinity));
        assertEquals(FloatRounding.INVALID, core.user(UserRegister.FSR));
        assertEquals(QUIET, FloatOps.mul(core, infinity, 0));
        core.user(UserRegister.FSR, 0);
        assertEquals(QUIET | 7, FloatOps.madd(core, QUIET | 7, infinity, 0));
        assertEquals(FloatRounding.INVALID, core.user(UserRegister.FSR));
        core.user(UserRegister.FSR, 0);
        assertEquals(infinity, FloatOps.add(core, infinity, ONE));
        assertEquals(0, core.user(UserRegister.FSR));
    }

    /** Measured on silicon; of negative numbers the manual says otherwise for UTRUNC.S. */
    @ParameterizedTest
    @CsvSource({"trunc.s, 1.9, 0, 1, 0x80", "trunc.s, -1.9, 0, -1, 0x80", "trunc.s, 2147483648, 0, 2147483647, 0x800",
        "trunc.s, -2147483648, 0, -2147483648, 0", "trunc.s, NaN, 0, 2147483647, 0x800", "trunc.s, 1.25, 2, 5, 0",
        "round.s, 0.5, 0, 0, 0x80", "round.s, 1.5, 0, 2, 0x80", "round.s, 2.5, 0, 2, 0x80", "round.s, -Infinity, 0, -2147483648, 0x800",
        "floor.s, -0.5, 0, -1, 0x80", "ceil.s, -0.5, 0, 0, 0x80", "ceil.s, 0.25, 1, 1, 0x80",
        "utrunc.s, 4294967040, 0, -256, 0", "utrunc.s, 4294967296, 0, -1, 0x800", "utrunc.s, NaN, 0, -1, 0x800",
        "utrunc.s, -1.5, 0, -1, 0x800", "utrunc.s, -0.5, 0, 0, 0x80", "utrunc.s, -1e20, 0, -2147483648, 0x800",
        "utrunc.s, Infinity, 3, -1, 0x800"})
    void conversionsToIntegers(String instruction, float value, int scale, int result, String flags) {
        Guest guest = new Guest(instruction + " a2, f1, " + scale + "\n done: nop");
        guest.core.f(1, Float.floatToRawIntBits(value));
        guest.run();
        assertEquals(result, guest.a(2));
        assertEquals(Integer.decode(flags), guest.core.user(UserRegister.FSR));
    }

    @ParameterizedTest
    @CsvSource({"float.s, 16777217, 0, 16777216", "float.s, -1, 1, -0.5", "float.s, -2147483648, 0, -2147483648",
        "ufloat.s, -1, 0, 4294967296", "ufloat.s, 3, 15, 0.000091552734375", "float.s, 0, 4, 0"})
    void conversionsFromIntegers(String instruction, int value, int scale, float result) {
        Guest guest = new Guest(instruction + " f1, a2, " + scale + "\n done: nop");
        guest.core.a(2, value);
        guest.run();
        assertEquals(result, Float.intBitsToFloat(guest.core.f(1)));
    }

    @ParameterizedTest
    @CsvSource({"un.s, 1, NaN, true, 0", "oeq.s, 0, -0.0, true, 0", "oeq.s, NaN, NaN, false, 0", "ueq.s, NaN, 1, true, 0",
        "olt.s, 1, 2, true, 0", "olt.s, NaN, 2, false, 0x800", "ult.s, NaN, 2, true, 0", "ole.s, 2, 2, true, 0",
        "ole.s, 3, NaN, false, 0x800", "ule.s, 3, 2, false, 0", "un.s, 1, 2, false, 0"})
    void comparisons(String instruction, float s, float t, boolean result, String flags) {
        Guest guest = new Guest(instruction + " b5, f1, f2\n done: nop");
        guest.core.special(SpecialRegister.BR, result ? 0 : 0xffff);
        guest.core.f(1, Float.floatToRawIntBits(s));
        guest.core.f(2, Float.floatToRawIntBits(t));
        guest.run();
        assertEquals(result ? 1 << 5 : 0xffff & ~(1 << 5), guest.special(SpecialRegister.BR));
        assertEquals(Integer.decode(flags), guest.core.user(UserRegister.FSR));
    }

    @Test
    void postIncrementAccessesTheOldAddress() {
        Guest guest = new Guest("""
                    ssip f1, a2, 8
                    ssxp f2, a2, a3
                    movi a4, 0
                    add a4, a4, a1
                    lsip f3, a4, 8
                    lsxp f4, a4, a3
                done:
                    nop
                """);
        guest.core.a(2, Guest.STACK);
        guest.core.a(3, 12);
        guest.core.f(1, 111);
        guest.core.f(2, 222);
        guest.run();
        assertEquals(Guest.STACK + 20, guest.a(2));
        assertEquals(Guest.STACK + 20, guest.a(4));
        assertEquals(111, guest.memory.load32(Guest.STACK));
        assertEquals(222, guest.memory.load32(Guest.STACK + 8));
        assertEquals(111, guest.core.f(3));
        assertEquals(222, guest.core.f(4));
    }

    @Test
    void disabledCoprocessorRaisesItsException() {
        Guest guest = new Guest("movi a2, 0\n wsr.cpenable a2\n nop\n faulting: add.s f1, f2, f3\n done: nop");
        guest.runTo(Guest.VECTORS + 0x340, 100);
        assertEquals(32, guest.special(SpecialRegister.EXCCAUSE));
        assertEquals(guest.label("faulting"), guest.special(SpecialRegister.EPC1));
    }
}
