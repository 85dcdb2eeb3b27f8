package dev.crema.emulator.xtensa;

import dev.crema.emulator.xtensa.Row.Flag;

/** The 16-bit and 32-bit integer multiply options and the 32-bit integer divide option. */
final class MultiplyOps {
    private static final long UNSIGNED = 0xffff_ffffL;

    private MultiplyOps() { }

    static void declare(Rows rows) {
        rows.row("mul16u ar, as, at", "1100 0001 rrrr ssss tttt 0000", "ar = mul16u(as, at)");
        rows.row("mul16s ar, as, at", "1101 0001 rrrr ssss tttt 0000", "ar = mul16s(as, at)");
        rows.row("mull ar, as, at", "1000 0010 rrrr ssss tttt 0000", "ar = mull(as, at)");
        rows.row("muluh ar, as, at", "1010 0010 rrrr ssss tttt 0000", "ar = muluh(as, at)");
        rows.row("mulsh ar, as, at", "1011 0010 rrrr ssss tttt 0000", "ar = mulsh(as, at)");
        rows.row("quou ar, as, at", "1100 0010 rrrr ssss tttt 0000", "ar = quou(fault, as, at)", Flag.DIVIDES);
        rows.row("quos ar, as, at", "1101 0010 rrrr ssss tttt 0000", "ar = quos(fault, as, at)", Flag.DIVIDES);
        rows.row("remu ar, as, at", "1110 0010 rrrr ssss tttt 0000", "ar = remu(fault, as, at)", Flag.DIVIDES);
        rows.row("rems ar, as, at", "1111 0010 rrrr ssss tttt 0000", "ar = rems(fault, as, at)", Flag.DIVIDES);
    }

    static int mul16u(int s, int t) {
        return (s & 0xffff) * (t & 0xffff);
    }

    static int mul16s(int s, int t) {
        return (short) s * (short) t;
    }

    static int mull(int s, int t) {
        return s * t;
    }

    static int muluh(int s, int t) {
        return (int) ((s & UNSIGNED) * (t & UNSIGNED) >>> 32);
    }

    static int mulsh(int s, int t) {
        return (int) ((long) s * t >> 32);
    }

    static int quou(GuestFault fault, int s, int t) {
        return Integer.divideUnsigned(s, divisor(fault, t));
    }

    /** The most negative number divided by −1 is itself. */
    static int quos(GuestFault fault, int s, int t) {
        return s / divisor(fault, t);
    }

    static int remu(GuestFault fault, int s, int t) {
        return Integer.remainderUnsigned(s, divisor(fault, t));
    }

    static int rems(GuestFault fault, int s, int t) {
        return s % divisor(fault, t);
    }

    private static int divisor(GuestFault fault, int t) {
        if (t == 0) {
            throw fault.of(ExceptionCause.INTEGER_DIVIDE_BY_ZERO);
        }
        return t;
    }
}
