package dev.crema.emulator.xtensa;

/** The boolean option. */
final class BooleanOps {
    private BooleanOps() { }

    static void declare(Rows rows) {
        rows.row("andb br, bs, bt", "0000 0010 rrrr ssss tttt 0000", "br = andb(bs, bt)");
        rows.row("andbc br, bs, bt", "0001 0010 rrrr ssss tttt 0000", "br = andbc(bs, bt)");
        rows.row("orb br, bs, bt", "0010 0010 rrrr ssss tttt 0000", "br = orb(bs, bt)");
        rows.row("orbc br, bs, bt", "0011 0010 rrrr ssss tttt 0000", "br = orbc(bs, bt)");
        rows.row("xorb br, bs, bt", "0100 0010 rrrr ssss tttt 0000", "br = xorb(bs, bt)");
        rows.row("any4 bt, bs4", "0000 0000 1000 ss00 tttt 0000", "bt = any4(booleans, s)");
        rows.row("all4 bt, bs4", "0000 0000 1001 ss00 tttt 0000", "bt = all4(booleans, s)");
        rows.row("any8 bt, bs8", "0000 0000 1010 s000 tttt 0000", "bt = any8(booleans, s)");
        rows.row("all8 bt, bs8", "0000 0000 1011 s000 tttt 0000", "bt = all8(booleans, s)");
        rows.row("bf bs, label8", "iiii iiii 0000 ssss 0111 0110", "pc = imm if not(bs)");
        rows.row("bt bs, label8", "iiii iiii 0001 ssss 0111 0110", "pc = imm if is(bs)");
        rows.row("movf ar, as, bt", "1100 0011 rrrr ssss tttt 0000", "ar = movf(ar, as, bt)");
        rows.row("movt ar, as, bt", "1101 0011 rrrr ssss tttt 0000", "ar = movt(ar, as, bt)");
        rows.row("movf.s fr, fs, bt", "1100 1011 rrrr ssss tttt 0000", "fr = movf(fr, fs, bt)", Row.Flag.FPU);
        rows.row("movt.s fr, fs, bt", "1101 1011 rrrr ssss tttt 0000", "fr = movt(fr, fs, bt)", Row.Flag.FPU);
    }

    /** One of the sixteen booleans. */
    static boolean bit(int booleans, int number) {
        return (booleans >>> number & 1) != 0;
    }

    /** The sixteen booleans with one of them set anew. */
    static int withBit(int booleans, int number, boolean value) {
        int cleared = booleans & ~(1 << number);
        return value ? cleared | 1 << number : cleared;
    }

    static boolean andb(boolean s, boolean t) {
        return s & t;
    }

    static boolean andbc(boolean s, boolean t) {
        return s & !t;
    }

    static boolean orb(boolean s, boolean t) {
        return s | t;
    }

    static boolean orbc(boolean s, boolean t) {
        return s | !t;
    }

    static boolean xorb(boolean s, boolean t) {
        return s ^ t;
    }

    static boolean any4(int booleans, int first) {
        return (booleans >>> first & 0xf) != 0;
    }

    static boolean all4(int booleans, int first) {
        return (~booleans >>> first & 0xf) == 0;
    }

    static boolean any8(int booleans, int first) {
        return (booleans >>> first & 0xff) != 0;
    }

    static boolean all8(int booleans, int first) {
        return (~booleans >>> first & 0xff) == 0;
    }

    static boolean is(boolean s) {
        return s;
    }

    static boolean not(boolean s) {
        return !s;
    }

    static int movf(int r, int s, boolean t) {
        return t ? r : s;
    }

    static int movt(int r, int s, boolean t) {
        return t ? s : r;
    }
}
