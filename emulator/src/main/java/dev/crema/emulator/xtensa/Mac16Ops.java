package dev.crema.emulator.xtensa;

/**
 * The MAC16 option: 16 by 16 bits into an accumulator of 40. Its 72 instructions are a handful of functions over which halves of
 * which registers are multiplied.
 */
final class Mac16Ops {
    /** ACC has 40 bits; what is above them is shifted out and the sign shifted back in. */
    private static final int ABOVE_ACC = 64 - 40;
    private static final String[] HALVES = {"ll", "hl", "lh", "hh"};

    private Mac16Ops() { }

    static void declare(Rows rows) {
        for (int halves = 0; halves < HALVES.length; halves++) {
            String suffix = "." + HALVES[halves];
            String bits = Integer.toBinaryString(4 | halves).substring(1);
            row(rows, "umul.aa" + suffix, "as, at", "0111 00" + bits + " 0000 ssss tttt 0100", "umul", halves);
            multiply(rows, "mul", suffix, "01" + bits, halves);
            multiply(rows, "mula", suffix, "10" + bits, halves);
            multiply(rows, "muls", suffix, "11" + bits, halves);
            for (int direction = 0; direction < 2; direction++) {
                String load = direction == 0 ? ".ldinc" : ".lddec";
                String rest = ", " + halves + ", " + (direction == 0 ? 4 : -4) + ")";
                rows.row("mula.dd" + suffix + load + " mw, as, mx, my",
                        "000" + direction + " 10" + bits + " 0xww ssss 0y00 0100", "mulaAndLoad(core, r, s, mx, my" + rest);
                rows.row("mula.da" + suffix + load + " mw, as, mx, at",
                        "010" + direction + " 10" + bits + " 0xww ssss tttt 0100", "mulaAndLoad(core, r, s, mx, at" + rest);
            }
        }
        rows.row("ldinc mw, as", "1000 0000 00ww ssss 0000 0100", "load(core, r, s, 4)");
        rows.row("lddec mw, as", "1001 0000 00ww ssss 0000 0100", "load(core, r, s, -4)");
    }

    private static void multiply(Rows rows, String kernel, String suffix, String op1, int halves) {
        row(rows, kernel + ".aa" + suffix, "as, at", "0111 " + op1 + " 0000 ssss tttt 0100", kernel, halves);
        row(rows, kernel + ".ad" + suffix, "as, my", "0011 " + op1 + " 0000 ssss 0y00 0100", kernel, halves);
        row(rows, kernel + ".da" + suffix, "mx, at", "0110 " + op1 + " 0x00 0000 tttt 0100", kernel, halves);
        row(rows, kernel + ".dd" + suffix, "mx, my", "0010 " + op1 + " 0x00 0000 0y00 0100", kernel, halves);
    }

    private static void row(Rows rows, String mnemonic, String operands, String pattern, String kernel, int halves) {
        boolean accumulates = kernel.startsWith("mul") && kernel.length() == 4;
        rows.row(mnemonic + " " + operands, pattern,
                "acc = " + kernel + "(" + (accumulates ? "acc, " : "") + operands + ", " + halves + ")");
    }

    /** The half of the first factor that {@code halves} selects: 1 is the upper one. */
    private static int first(int s, int halves) {
        return (halves & 1) == 0 ? (short) s : s >> 16;
    }

    /** The half of the second factor that {@code halves} selects: 2 is the upper one. */
    private static int second(int t, int halves) {
        return (halves & 2) == 0 ? (short) t : t >> 16;
    }

    private static long product(int s, int t, int halves) {
        return (long) first(s, halves) * second(t, halves);
    }

    static long umul(int s, int t, int halves) {
        return (long) (first(s, halves) & 0xffff) * (second(t, halves) & 0xffff);
    }

    static long mul(int s, int t, int halves) {
        return product(s, t, halves);
    }

    static long mula(long acc, int s, int t, int halves) {
        return acc + product(s, t, halves) << ABOVE_ACC >> ABOVE_ACC;
    }

    static long muls(long acc, int s, int t, int halves) {
        return acc - product(s, t, halves) << ABOVE_ACC >> ABOVE_ACC;
    }

    /** Loads a data register from behind or before the address register, which moves there. */
    static void load(Core core, int w, int s, int step) {
        int address = core.a(s) + step;
        int loaded = core.memory.load32(address);
        core.a(s, address);
        core.mr[w] = loaded;
    }

    /** Multiplies with the data register's old value; a load that faults leaves the accumulator alone. */
    static void mulaAndLoad(Core core, int w, int s, int first, int second, int halves, int step) {
        load(core, w, s, step);
        core.acc = mula(core.acc, first, second, halves);
    }
}
