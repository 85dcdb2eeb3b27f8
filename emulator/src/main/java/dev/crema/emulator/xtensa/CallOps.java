package dev.crema.emulator.xtensa;

/** Jumps, calls without windows, and the zero-overhead loop option. */
final class CallOps {
    private CallOps() { }

    static void declare(Rows rows) {
        rows.row("j soffset", "iiii iiii iiii iiii ii00 0110", "pc = imm");
        rows.row("jx as", "0000 0000 0000 ssss 1010 0000", "pc = as");
        rows.row("call0 soffsetx4", "iiii iiii iiii iiii ii00 0101", "pc = call0(core, imm, next)", Row.Flag.CALLS);
        rows.row("callx0 as", "0000 0000 0000 ssss 1100 0000", "pc = call0(core, as, next)", Row.Flag.CALLS);
        rows.row("ret", "0000 0000 0000 0000 1000 0000", "pc = a0");
        rows.row("ret.n", "1111 0000 0000 1101", "pc = a0");
        rows.row("loop as, ulabel8", "iiii iiii 1000 ssss 0111 0110", "loop(core, as, next, imm)", Row.Flag.SETS_LEND);
        rows.row("loopnez as, ulabel8", "iiii iiii 1001 ssss 0111 0110", "pc = imm if loopnez(core, as, next, imm)",
                Row.Flag.SETS_LEND);
        rows.row("loopgtz as, ulabel8", "iiii iiii 1010 ssss 0111 0110", "pc = imm if loopgtz(core, as, next, imm)",
                Row.Flag.SETS_LEND);
    }

    static int call0(Core core, int target, int next) {
        core.a(0, next);
        return target;
    }

    /** With a count of 0 the loop runs 2^32 times. */
    static void loop(Core core, int count, int begin, int end) {
        core.loopCount = count - 1;
        core.loopBegin = begin;
        core.loopEnd = end;
    }

    /** Tells whether the loop is skipped. */
    static boolean loopnez(Core core, int count, int begin, int end) {
        loop(core, count, begin, end);
        return count == 0;
    }

    /** Tells whether the loop is skipped. */
    static boolean loopgtz(Core core, int count, int begin, int end) {
        loop(core, count, begin, end);
        return count <= 0;
    }
}
