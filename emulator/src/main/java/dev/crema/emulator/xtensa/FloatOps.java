package dev.crema.emulator.xtensa;

import dev.crema.emulator.xtensa.Row.Flag;

/**
 * The single-precision floating-point coprocessor (Xtensa ISA reference manual, section 4.3.11), as measured on silicon where the
 * manual is silent: full denormals, all four rounding modes, fused multiply-add, flags raised, nothing trapped. Registers hold
 * bits; a number is only made of them for arithmetic, so that the payloads of NaNs stay what they are.
 */
final class FloatOps {
    private static final int SIGN = 0x8000_0000;
    private static final int INFINITY = 0x7f80_0000;
    private static final int QUIET = 0x0040_0000;
    private static final int DEFAULT_NAN = 0x7fc0_0000;
    private static final int FCR = UserRegister.FCR.ordinal();
    private static final int FSR = UserRegister.FSR.ordinal();
    private static final int[] CONSTANTS = {0, 0x3f80_0000, 0x4000_0000, 0x3f00_0000};

    private FloatOps() { }

    static void declare(Rows rows) {
        row(rows, "lsi ft, as, uimm8x4", "iiii iiii 0000 ssss tttt 0011", "ft = mem32");
        row(rows, "lsip ft, as, uimm8x4", "iiii iiii 1000 ssss tttt 0011", "ft = lsip(core, s, imm)");
        row(rows, "lsx fr, as, at", "0000 1000 rrrr ssss tttt 0000", "fr = mem32x");
        row(rows, "lsxp fr, as, at", "0001 1000 rrrr ssss tttt 0000", "fr = lsip(core, s, at)");
        row(rows, "ssi ft, as, uimm8x4", "iiii iiii 0100 ssss tttt 0011", "mem32 = ft");
        row(rows, "ssip ft, as, uimm8x4", "iiii iiii 1100 ssss tttt 0011", "ssip(core, s, imm, ft)");
        row(rows, "ssx fr, as, at", "0100 1000 rrrr ssss tttt 0000", "mem32x = fr");
        row(rows, "ssxp fr, as, at", "0101 1000 rrrr ssss tttt 0000", "ssip(core, s, at, fr)");

        row(rows, "mov.s fr, fs", "1111 1010 rrrr ssss 0000 0000", "fr = fs");
        row(rows, "abs.s fr, fs", "1111 1010 rrrr ssss 0001 0000", "fr = abs(fs)");
        row(rows, "neg.s fr, fs", "1111 1010 rrrr ssss 0110 0000", "fr = neg(fs)");
        row(rows, "const.s fr, uimm4", "1111 1010 rrrr iiii 0011 0000", "fr = constant(imm)");
        row(rows, "rfr ar, fs", "1111 1010 rrrr ssss 0100 0000", "ar = fs");
        row(rows, "wfr fr, as", "1111 1010 rrrr ssss 0101 0000", "fr = as");

        row(rows, "add.s fr, fs, ft", "0000 1010 rrrr ssss tttt 0000", "fr = add(core, fs, ft)");
        row(rows, "sub.s fr, fs, ft", "0001 1010 rrrr ssss tttt 0000", "fr = sub(core, fs, ft)");
        row(rows, "mul.s fr, fs, ft", "0010 1010 rrrr ssss tttt 0000", "fr = mul(core, fs, ft)");
        row(rows, "madd.s fr, fs, ft", "0100 1010 rrrr ssss tttt 0000", "fr = madd(core, fr, fs, ft)");
        row(rows, "msub.s fr, fs, ft", "0101 1010 rrrr ssss tttt 0000", "fr = msub(core, fr, fs, ft)");

        row(rows, "round.s ar, fs, uimm4", "1000 1010 rrrr ssss iiii 0000", "ar = round(core, fs, imm)");
        row(rows, "trunc.s ar, fs, uimm4", "1001 1010 rrrr ssss iiii 0000", "ar = trunc(core, fs, imm)");
        row(rows, "floor.s ar, fs, uimm4", "1010 1010 rrrr ssss iiii 0000", "ar = floor(core, fs, imm)");
        row(rows, "ceil.s ar, fs, uimm4", "1011 1010 rrrr ssss iiii 0000", "ar = ceil(core, fs, imm)");
        row(rows, "utrunc.s ar, fs, uimm4", "1110 1010 rrrr ssss iiii 0000", "ar = utrunc(core, fs, imm)");
        row(rows, "float.s fr, as, uimm4", "1100 1010 rrrr ssss iiii 0000", "fr = fromSigned(core, as, imm)");
        row(rows, "ufloat.s fr, as, uimm4", "1101 1010 rrrr ssss iiii 0000", "fr = fromUnsigned(core, as, imm)");

        row(rows, "un.s br, fs, ft", "0001 1011 rrrr ssss tttt 0000", "br = un(core, fs, ft)");
        row(rows, "oeq.s br, fs, ft", "0010 1011 rrrr ssss tttt 0000", "br = oeq(core, fs, ft)");
        row(rows, "ueq.s br, fs, ft", "0011 1011 rrrr ssss tttt 0000", "br = ueq(core, fs, ft)");
        row(rows, "olt.s br, fs, ft", "0100 1011 rrrr ssss tttt 0000", "br = olt(core, fs, ft)");
        row(rows, "ult.s br, fs, ft", "0101 1011 rrrr ssss tttt 0000", "br = ult(core, fs, ft)");
        row(rows, "ole.s br, fs, ft", "0110 1011 rrrr ssss tttt 0000", "br = ole(core, fs, ft)");
        row(rows, "ule.s br, fs, ft", "0111 1011 rrrr ssss tttt 0000", "br = ule(core, fs, ft)");
    }

    private static void row(Rows rows, String notation, String pattern, String action) {
        rows.row(notation, pattern, action, Flag.FPU);
    }

    /** Loads, then moves the address register on. */
    static int lsip(Core core, int s, int step) {
        int address = core.a(s);
        int bits = core.memory.load32(address);
        core.a(s, address + step);
        return bits;
    }

    /** Stores, then moves the address register on. */
    static void ssip(Core core, int s, int step, int bits) {
        int address = core.a(s);
        core.memory.store32(address, bits);
        core.a(s, address + step);
    }

    static int abs(int s) {
        return s & ~SIGN;
    }

    static int neg(int s) {
        return s ^ SIGN;
    }

    /** 0, 1, 2 and a half. */
    static int constant(int number) {
        return CONSTANTS[number & 3];
    }

    static boolean isNan(int bits) {
        return (bits & ~SIGN) > INFINITY;
    }

    static boolean isSignalling(int bits) {
        return isNan(bits) && (bits & QUIET) == 0;
    }

    static void raise(Core core, int flags) {
        core.user[FSR] |= flags;
    }

    private static int mode(Core core) {
        return core.user[FCR] & 3;
    }

    private static double number(int bits) {
        return Float.intBitsToFloat(bits);
    }

    /** A result without operands that are NaN: rounded, with its flags; a NaN here is an invalid operation. */
    private static int result(Core core, double exact) {
        if (Double.isNaN(exact)) {
            raise(core, FloatRounding.INVALID);
            return DEFAULT_NAN;
        }
        if (Double.isInfinite(exact)) {
            return exact > 0 ? INFINITY : INFINITY | SIGN;
        }
        int mode = mode(core);
        raise(core, FloatRounding.flags(exact, mode));
        return FloatRounding.bits(exact, mode);
    }

    /** Of operands of which some are NaN, the last one that is, made quiet. */
    private static int propagated(Core core, int s, int t) {
        if (isSignalling(s) || isSignalling(t)) {
            raise(core, FloatRounding.INVALID);
        }
        return (isNan(t) ? t : s) | QUIET;
    }

    static int add(Core core, int s, int t) {
        if (isNan(s) || isNan(t)) {
            return propagated(core, s, t);
        }
        return result(core, FloatRounding.sum(number(s), number(t), mode(core)));
    }

    static int sub(Core core, int s, int t) {
        if (isNan(s) || isNan(t)) {
            return propagated(core, s, t);
        }
        return result(core, FloatRounding.sum(number(s), -number(t), mode(core)));
    }

    static int mul(Core core, int s, int t) {
        if (isNan(s) || isNan(t)) {
            return propagated(core, s, t);
        }
        return result(core, number(s) * number(t));
    }

    /** r + s · t, rounded once. */
    static int madd(Core core, int r, int s, int t) {
        if (isNan(r) || isNan(s) || isNan(t)) {
            return propagated(core, r, s, t);
        }
        return result(core, FloatRounding.sum(number(r), number(s) * number(t), mode(core)));
    }

    /** r − s · t, rounded once. */
    static int msub(Core core, int r, int s, int t) {
        if (isNan(r) || isNan(s) || isNan(t)) {
            return propagated(core, r, s, t);
        }
        return result(core, FloatRounding.sum(number(r), -(number(s) * number(t)), mode(core)));
    }

    /** The accumulator comes before the factors, and a product that is invalid is told even then. */
    private static int propagated(Core core, int r, int s, int t) {
        boolean invalidProduct = !isNan(s) && !isNan(t) && Double.isNaN(number(s) * number(t));
        if (isSignalling(r) || invalidProduct) {
            raise(core, FloatRounding.INVALID);
        }
        int ofFactors = isNan(s) || isNan(t) ? propagated(core, s, t) : r;
        return isNan(r) ? r | QUIET : ofFactors;
    }

    private static double scaled(int s, int scale) {
        return number(s) * (1 << scale);
    }

    static int round(Core core, int s, int scale) {
        return signed(core, s, scaled(s, scale), Math.rint(scaled(s, scale)));
    }

    static int trunc(Core core, int s, int scale) {
        double exact = scaled(s, scale);
        return signed(core, s, exact, exact < 0 ? Math.ceil(exact) : Math.floor(exact));
    }

    static int floor(Core core, int s, int scale) {
        return signed(core, s, scaled(s, scale), Math.floor(scaled(s, scale)));
    }

    static int ceil(Core core, int s, int scale) {
        return signed(core, s, scaled(s, scale), Math.ceil(scaled(s, scale)));
    }

    /** What has no signed integer becomes the nearest one, a NaN the largest. */
    private static int signed(Core core, int s, double exact, double integer) {
        if (isNan(s)) {
            raise(core, FloatRounding.INVALID);
            return Integer.MAX_VALUE;
        }
        boolean fits = integer == (int) integer;
        raise(core, !fits ? FloatRounding.INVALID : integer != exact ? FloatRounding.INEXACT : 0);
        return (int) integer;
    }

    /**
     * Not as the manual has it: silicon gives the two's complement of a negative number that has one, and the most negative
     * number for one that has none.
     */
    static int utrunc(Core core, int s, int scale) {
        double exact = scaled(s, scale);
        double integer = exact < 0 ? Math.ceil(exact) : Math.floor(exact);
        boolean fits = integer >= 0 && integer < 0x1p32;
        raise(core, !fits ? FloatRounding.INVALID : integer != exact ? FloatRounding.INEXACT : 0);
        if (isNan(s) || integer >= 0x1p32) {
            return -1;
        }
        return integer < 0 ? (int) integer : (int) (long) integer;
    }

    static int fromSigned(Core core, int s, int scale) {
        return result(core, (double) s / (1 << scale));
    }

    static int fromUnsigned(Core core, int s, int scale) {
        return result(core, (double) Integer.toUnsignedLong(s) / (1 << scale));
    }

    /** A comparison for equality or order of which only a signalling NaN is invalid. Tells whether the two have no order. */
    static boolean un(Core core, int s, int t) {
        if (isSignalling(s) || isSignalling(t)) {
            raise(core, FloatRounding.INVALID);
        }
        return isNan(s) || isNan(t);
    }

    static boolean oeq(Core core, int s, int t) {
        return !un(core, s, t) && number(s) == number(t);
    }

    static boolean ueq(Core core, int s, int t) {
        return un(core, s, t) || number(s) == number(t);
    }

    /** Any NaN is invalid where order is asked for. */
    private static boolean invalidOrder(Core core, int s, int t) {
        boolean unordered = isNan(s) || isNan(t);
        if (unordered) {
            raise(core, FloatRounding.INVALID);
        }
        return unordered;
    }

    static boolean olt(Core core, int s, int t) {
        return !invalidOrder(core, s, t) && number(s) < number(t);
    }

    static boolean ole(Core core, int s, int t) {
        return !invalidOrder(core, s, t) && number(s) <= number(t);
    }

    static boolean ult(Core core, int s, int t) {
        return un(core, s, t) || number(s) < number(t);
    }

    static boolean ule(Core core, int s, int t) {
        return un(core, s, t) || number(s) <= number(t);
    }
}
