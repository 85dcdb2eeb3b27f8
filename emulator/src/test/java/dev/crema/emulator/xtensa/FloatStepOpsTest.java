package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatStepOpsTest {
    private static final float[] CORNERS = {0, -0.0f, 1, -1, 0.5f, 3, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL,
        Math.nextDown(Float.MIN_NORMAL), Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
        Float.NaN, 1.0e-40f, 16_777_215, 1 / 3f};

    private final Core core = new Guest("done: nop").core;

    private int run(String instruction, int r, int s, int t) {
        Insn insn = InstructionSet.LX6.row(word(instruction)).decode(word(instruction), 0);
        core.f(0, r);
        core.f(1, s);
        core.f(2, t);
        core.user(UserRegister.FSR, 0);
        insn.execute(core);
        return core.f(0);
    }

    private static int word(String instruction) {
        byte[] bytes = new Assembler(0).source(instruction).assemble();
        return bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16;
    }

    /** Values read from silicon. */
    @ParameterizedTest
    @CsvSource({"recip0.s, 3f800000, 3f7f0000", "recip0.s, 7f800000, 00000000", "recip0.s, 00000000, 7f800000",
        "recip0.s, 7e800000, 007f8000", "div0.s, 7fc00000, 3f2a0000", "rsqrt0.s, bf800000, ffff0000",
        "rsqrt0.s, 3f800000, 3f7f0000", "sqrt0.s, 7f800000, 3f7f0000", "sqrt0.s, 40000000, 3f340000",
        "nexp01.s, 40490fdb, c0490fdb", "nexp01.s, 3f000000, c0000000", "nexp01.s, 7fd5aa55, ffd5aa55",
        "mksadj.s, 3f800000, 3f9fc000", "mksadj.s, bf800000, 4fb7c000"})
    void unaryStepsGiveWhatSiliconGives(String instruction, String s, String result) {
        assertEquals(result, hex(run(instruction + " f0, f1", 0, Integer.parseUnsignedInt(s, 16), 0)));
    }

    @ParameterizedTest
    @CsvSource({"mkdadj.s, 3f800000, 3f000000, 379dc000", "mkdadj.s, 12345678, 3f800000, 2fa3c000",
        "addexp.s, 12345678, 1f800000, 72345678", "addexpm.s, 12345678, 40490fdb, e4b45678"})
    void binaryStepsGiveWhatSiliconGives(String instruction, String r, String s, String result) {
        assertEquals(result, hex(run(instruction + " f0, f1", Integer.parseUnsignedInt(r, 16), Integer.parseUnsignedInt(s, 16), 0)));
    }

    @Test
    void estimatesAreThoseOfTheRomAtTheEndsAndWhereItDeviates() {
        assertEquals(0x3f7f_0000, run("div0.s f0, f1", 0, 0x4080_0000 - 0x80_0000 * 2, 0));
        assertEquals(0x01, run("recip0.s f0, f1", 0, 0x3fff_0000, 0) >>> 16 & 0x7f);
        assertEquals(0x25, run("sqrt0.s f0, f1", 0, 0x4000_0000 | 13 << 17, 0) >>> 16 & 0x7f);
        assertEquals(0x00, run("sqrt0.s f0, f1", 0, 0x407f_ffff, 0) >>> 16 & 0x7f);
        assertEquals(0x35, run("sqrt0.s f0, f1", 0, 0x3fff_ffff, 0) >>> 16 & 0x7f);
    }

    private static String hex(int bits) {
        return String.format("%08x", bits);
    }

    /** The sequence that compilers emit and the C library has for a division; a2 / a3, the quotient in f0. */
    private static final String DIVISION = """
            wfr f1, a2
            wfr f2, a3
            div0.s f3, f2
            nexp01.s f4, f2
            const.s f5, 1
            maddn.s f5, f4, f3
            mov.s f6, f3
            mov.s f7, f2
            nexp01.s f8, f1
            maddn.s f6, f5, f3
            const.s f5, 1
            const.s f0, 0
            neg.s f9, f8
            maddn.s f5, f4, f6
            maddn.s f0, f9, f3
            mkdadj.s f7, f1
            maddn.s f6, f5, f6
            maddn.s f9, f4, f0
            const.s f5, 1
            maddn.s f5, f4, f6
            maddn.s f0, f9, f6
            neg.s f9, f8
            maddn.s f6, f5, f6
            maddn.s f9, f4, f0
            addexpm.s f0, f7
            addexp.s f6, f7
            divn.s f0, f9, f6
            done: nop
            """;

    /** The sequence for a square root: of a2, in f0. */
    private static final String ROOT = """
            wfr f1, a2
            sqrt0.s f2, f1
            const.s f3, 0
            maddn.s f3, f2, f2
            nexp01.s f4, f1
            const.s f0, 3
            addexp.s f4, f0
            maddn.s f0, f3, f4
            nexp01.s f3, f1
            neg.s f5, f3
            maddn.s f2, f0, f2
            const.s f0, 0
            const.s f6, 0
            const.s f7, 0
            maddn.s f0, f5, f2
            maddn.s f6, f2, f4
            const.s f4, 3
            maddn.s f7, f4, f2
            maddn.s f3, f0, f0
            maddn.s f4, f6, f2
            neg.s f2, f7
            maddn.s f0, f3, f2
            maddn.s f7, f4, f7
            mksadj.s f2, f1
            nexp01.s f1, f1
            maddn.s f1, f0, f0
            neg.s f3, f7
            addexpm.s f0, f2
            addexp.s f3, f2
            divn.s f0, f1, f3
            done: nop
            """;

    private static void divide(Guest guest, float dividend, float divisor) {
        guest.core.pc(Guest.ORIGIN);
        guest.core.a(2, Float.floatToRawIntBits(dividend));
        guest.core.a(3, Float.floatToRawIntBits(divisor));
        guest.core.user(UserRegister.FSR, 0);
        guest.run();
        float quotient = Float.intBitsToFloat(guest.core.f(0));
        assertEquals(dividend / divisor, quotient, () -> dividend + " / " + divisor);
    }

    @Test
    void divisionRoundsCorrectly() {
        Guest guest = new Guest(DIVISION);
        for (float dividend : CORNERS) {
            for (float divisor : CORNERS) {
                divide(guest, dividend, divisor);
            }
        }
        Random random = new Random(2);
        for (int round = 0; round < 20_000; round++) {
            divide(guest, Float.intBitsToFloat(random.nextInt()), Float.intBitsToFloat(random.nextInt()));
        }
    }

    @Test
    void divisionByZeroIsFlagged() {
        Guest guest = new Guest(DIVISION);
        divide(guest, 1, 0);
        assertEquals(FloatRounding.DIVIDE_BY_ZERO, guest.core.user(UserRegister.FSR));
        divide(guest, 0, 0);
        assertEquals(FloatRounding.INVALID, guest.core.user(UserRegister.FSR));
        divide(guest, 1, 3);
        assertEquals(FloatRounding.INEXACT, guest.core.user(UserRegister.FSR));
        divide(guest, 6, 3);
        assertEquals(0, guest.core.user(UserRegister.FSR));
    }

    @Test
    void squareRootRoundsCorrectly() {
        Guest guest = new Guest(ROOT);
        Random random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            float number = round < CORNERS.length ? CORNERS[round] : Float.intBitsToFloat(random.nextInt() >>> 1);
            guest.core.pc(Guest.ORIGIN);
            guest.core.a(2, Float.floatToRawIntBits(number));
            guest.run();
            assertEquals((float) Math.sqrt(number), Float.intBitsToFloat(guest.core.f(0)), () -> "root of " + number);
        }
    }
}
