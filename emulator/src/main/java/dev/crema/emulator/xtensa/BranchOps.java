package dev.crema.emulator.xtensa;

/** Conditional branches. */
final class BranchOps {
    private BranchOps() { }

    static void declare(Rows rows) {
        rows.row("beqz as, label12", "iiii iiii iiii ssss 0001 0110", "pc = imm if eqz(as)");
        rows.row("bnez as, label12", "iiii iiii iiii ssss 0101 0110", "pc = imm if nez(as)");
        rows.row("bltz as, label12", "iiii iiii iiii ssss 1001 0110", "pc = imm if ltz(as)");
        rows.row("bgez as, label12", "iiii iiii iiii ssss 1101 0110", "pc = imm if gez(as)");
        rows.row("beqz.n as, ulabel6", "iiii ssss 10hh 1100", "pc = imm if eqz(as)");
        rows.row("bnez.n as, ulabel6", "iiii ssss 11hh 1100", "pc = imm if nez(as)");

        rows.row("beqi as, b4const, label8", "jjjj jjjj iiii ssss 0010 0110", "pc = imm2 if eq(as, imm)");
        rows.row("bnei as, b4const, label8", "jjjj jjjj iiii ssss 0110 0110", "pc = imm2 if ne(as, imm)");
        rows.row("blti as, b4const, label8", "jjjj jjjj iiii ssss 1010 0110", "pc = imm2 if lt(as, imm)");
        rows.row("bgei as, b4const, label8", "jjjj jjjj iiii ssss 1110 0110", "pc = imm2 if ge(as, imm)");
        rows.row("bltui as, b4constu, label8", "jjjj jjjj iiii ssss 1011 0110", "pc = imm2 if ltu(as, imm)");
        rows.row("bgeui as, b4constu, label8", "jjjj jjjj iiii ssss 1111 0110", "pc = imm2 if geu(as, imm)");

        rows.row("beq as, at, label8", "iiii iiii 0001 ssss tttt 0111", "pc = imm if eq(as, at)");
        rows.row("bne as, at, label8", "iiii iiii 1001 ssss tttt 0111", "pc = imm if ne(as, at)");
        rows.row("blt as, at, label8", "iiii iiii 0010 ssss tttt 0111", "pc = imm if lt(as, at)");
        rows.row("bge as, at, label8", "iiii iiii 1010 ssss tttt 0111", "pc = imm if ge(as, at)");
        rows.row("bltu as, at, label8", "iiii iiii 0011 ssss tttt 0111", "pc = imm if ltu(as, at)");
        rows.row("bgeu as, at, label8", "iiii iiii 1011 ssss tttt 0111", "pc = imm if geu(as, at)");

        rows.row("bnone as, at, label8", "iiii iiii 0000 ssss tttt 0111", "pc = imm if none(as, at)");
        rows.row("bany as, at, label8", "iiii iiii 1000 ssss tttt 0111", "pc = imm if any(as, at)");
        rows.row("ball as, at, label8", "iiii iiii 0100 ssss tttt 0111", "pc = imm if all(as, at)");
        rows.row("bnall as, at, label8", "iiii iiii 1100 ssss tttt 0111", "pc = imm if nall(as, at)");
        rows.row("bbc as, at, label8", "iiii iiii 0101 ssss tttt 0111", "pc = imm if bitClear(as, at)");
        rows.row("bbs as, at, label8", "iiii iiii 1101 ssss tttt 0111", "pc = imm if bitSet(as, at)");
        rows.row("bbci as, uimm5, label8", "jjjj jjjj 011i ssss iiii 0111", "pc = imm2 if bitClear(as, imm)");
        rows.row("bbsi as, uimm5, label8", "jjjj jjjj 111i ssss iiii 0111", "pc = imm2 if bitSet(as, imm)");
    }

    static boolean eqz(int s) {
        return s == 0;
    }

    static boolean nez(int s) {
        return s != 0;
    }

    static boolean ltz(int s) {
        return s < 0;
    }

    static boolean gez(int s) {
        return s >= 0;
    }

    static boolean eq(int s, int t) {
        return s == t;
    }

    static boolean ne(int s, int t) {
        return s != t;
    }

    static boolean lt(int s, int t) {
        return s < t;
    }

    static boolean ge(int s, int t) {
        return s >= t;
    }

    static boolean ltu(int s, int t) {
        return Integer.compareUnsigned(s, t) < 0;
    }

    static boolean geu(int s, int t) {
        return Integer.compareUnsigned(s, t) >= 0;
    }

    /** None of the bits of the mask is set. */
    static boolean none(int s, int mask) {
        return (s & mask) == 0;
    }

    /** Some bit of the mask is set. */
    static boolean any(int s, int mask) {
        return (s & mask) != 0;
    }

    /** All bits of the mask are set. */
    static boolean all(int s, int mask) {
        return (~s & mask) == 0;
    }

    /** Not all bits of the mask are set. */
    static boolean nall(int s, int mask) {
        return (~s & mask) != 0;
    }

    /** The low five bits of the number count. */
    static boolean bitClear(int s, int bit) {
        return (s >>> bit & 1) == 0;
    }

    /** The low five bits of the number count. */
    static boolean bitSet(int s, int bit) {
        return (s >>> bit & 1) != 0;
    }
}
