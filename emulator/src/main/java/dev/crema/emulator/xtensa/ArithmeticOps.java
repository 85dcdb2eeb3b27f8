package dev.crema.emulator.xtensa;

/** Addition, logic, moves and comparison of the core instruction set, and the miscellaneous operations option. */
final class ArithmeticOps {
    private ArithmeticOps() { }

    static void declare(Rows rows) {
        rows.row("add ar, as, at", "1000 0000 rrrr ssss tttt 0000", "ar = add(as, at)");
        rows.row("addx2 ar, as, at", "1001 0000 rrrr ssss tttt 0000", "ar = addx2(as, at)");
        rows.row("addx4 ar, as, at", "1010 0000 rrrr ssss tttt 0000", "ar = addx4(as, at)");
        rows.row("addx8 ar, as, at", "1011 0000 rrrr ssss tttt 0000", "ar = addx8(as, at)");
        rows.row("sub ar, as, at", "1100 0000 rrrr ssss tttt 0000", "ar = sub(as, at)");
        rows.row("subx2 ar, as, at", "1101 0000 rrrr ssss tttt 0000", "ar = subx2(as, at)");
        rows.row("subx4 ar, as, at", "1110 0000 rrrr ssss tttt 0000", "ar = subx4(as, at)");
        rows.row("subx8 ar, as, at", "1111 0000 rrrr ssss tttt 0000", "ar = subx8(as, at)");
        rows.row("add.n ar, as, at", "rrrr ssss tttt 1010", "ar = add(as, at)");
        rows.row("addi at, as, simm8", "iiii iiii 1100 ssss tttt 0010", "at = add(as, imm)");
        rows.row("addmi at, as, simm8x256", "iiii iiii 1101 ssss tttt 0010", "at = add(as, imm)");
        rows.row("addi.n ar, as, ai4const", "rrrr ssss iiii 1011", "ar = add(as, imm)");
        rows.row("neg ar, at", "0110 0000 rrrr 0000 tttt 0000", "ar = neg(at)");
        rows.row("abs ar, at", "0110 0000 rrrr 0001 tttt 0000", "ar = abs(at)");

        rows.row("and ar, as, at", "0001 0000 rrrr ssss tttt 0000", "ar = and(as, at)");
        rows.row("or ar, as, at", "0010 0000 rrrr ssss tttt 0000", "ar = or(as, at)");
        rows.row("xor ar, as, at", "0011 0000 rrrr ssss tttt 0000", "ar = xor(as, at)");

        rows.row("movi at, simm12", "iiii iiii 1010 hhhh tttt 0010", "at = imm");
        rows.row("movi.n as, simm7", "iiii ssss 0hhh 1100", "as = imm");
        rows.row("mov.n at, as", "0000 ssss tttt 1101", "at = as");
        rows.row("moveqz ar, as, at", "1000 0011 rrrr ssss tttt 0000", "ar = moveqz(ar, as, at)");
        rows.row("movnez ar, as, at", "1001 0011 rrrr ssss tttt 0000", "ar = movnez(ar, as, at)");
        rows.row("movltz ar, as, at", "1010 0011 rrrr ssss tttt 0000", "ar = movltz(ar, as, at)");
        rows.row("movgez ar, as, at", "1011 0011 rrrr ssss tttt 0000", "ar = movgez(ar, as, at)");

        rows.row("moveqz.s fr, fs, at", "1000 1011 rrrr ssss tttt 0000", "fr = moveqz(fr, fs, at)", Row.Flag.FPU);
        rows.row("movnez.s fr, fs, at", "1001 1011 rrrr ssss tttt 0000", "fr = movnez(fr, fs, at)", Row.Flag.FPU);
        rows.row("movltz.s fr, fs, at", "1010 1011 rrrr ssss tttt 0000", "fr = movltz(fr, fs, at)", Row.Flag.FPU);
        rows.row("movgez.s fr, fs, at", "1011 1011 rrrr ssss tttt 0000", "fr = movgez(fr, fs, at)", Row.Flag.FPU);

        rows.row("min ar, as, at", "0100 0011 rrrr ssss tttt 0000", "ar = min(as, at)");
        rows.row("max ar, as, at", "0101 0011 rrrr ssss tttt 0000", "ar = max(as, at)");
        rows.row("minu ar, as, at", "0110 0011 rrrr ssss tttt 0000", "ar = minu(as, at)");
        rows.row("maxu ar, as, at", "0111 0011 rrrr ssss tttt 0000", "ar = maxu(as, at)");
        rows.row("sext ar, as, tp7", "0010 0011 rrrr ssss iiii 0000", "ar = sext(as, imm)");
        rows.row("clamps ar, as, tp7", "0011 0011 rrrr ssss iiii 0000", "ar = clamps(as, imm)");
        rows.row("nsa at, as", "0100 0000 1110 ssss tttt 0000", "at = nsa(as)");
        rows.row("nsau at, as", "0100 0000 1111 ssss tttt 0000", "at = nsau(as)");
    }

    static int add(int s, int t) {
        return s + t;
    }

    static int addx2(int s, int t) {
        return (s << 1) + t;
    }

    static int addx4(int s, int t) {
        return (s << 2) + t;
    }

    static int addx8(int s, int t) {
        return (s << 3) + t;
    }

    static int sub(int s, int t) {
        return s - t;
    }

    static int subx2(int s, int t) {
        return (s << 1) - t;
    }

    static int subx4(int s, int t) {
        return (s << 2) - t;
    }

    static int subx8(int s, int t) {
        return (s << 3) - t;
    }

    static int neg(int t) {
        return -t;
    }

    /** The most negative number stays as it is. */
    static int abs(int t) {
        return t < 0 ? -t : t;
    }

    static int and(int s, int t) {
        return s & t;
    }

    static int or(int s, int t) {
        return s | t;
    }

    static int xor(int s, int t) {
        return s ^ t;
    }

    static int moveqz(int r, int s, int t) {
        return t == 0 ? s : r;
    }

    static int movnez(int r, int s, int t) {
        return t != 0 ? s : r;
    }

    static int movltz(int r, int s, int t) {
        return t < 0 ? s : r;
    }

    static int movgez(int r, int s, int t) {
        return t >= 0 ? s : r;
    }

    static int min(int s, int t) {
        return Math.min(s, t);
    }

    static int max(int s, int t) {
        return Math.max(s, t);
    }

    static int minu(int s, int t) {
        return Integer.compareUnsigned(s, t) < 0 ? s : t;
    }

    static int maxu(int s, int t) {
        return Integer.compareUnsigned(s, t) < 0 ? t : s;
    }

    /** Extends the sign from a bit. */
    static int sext(int s, int bit) {
        return s << 31 - bit >> 31 - bit;
    }

    /** Limits to the range that a sign at a bit gives: −2^bit to 2^bit − 1. */
    static int clamps(int s, int bit) {
        return Math.max(-1 << bit, Math.min((1 << bit) - 1, s));
    }

    /** Normalisation shift amount: the number of redundant sign bits, 0 to 31. */
    static int nsa(int s) {
        return Integer.numberOfLeadingZeros(s ^ s >> 31) - 1;
    }

    /** Normalisation shift amount, unsigned: the number of leading zeros, 0 to 32. */
    static int nsau(int s) {
        return Integer.numberOfLeadingZeros(s);
    }
}
