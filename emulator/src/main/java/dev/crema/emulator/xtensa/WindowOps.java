package dev.crema.emulator.xtensa;

import dev.crema.emulator.xtensa.Row.Flag;

/** The windowed register option (Xtensa ISA reference manual, section 4.7.1). */
final class WindowOps {
    /** The registers up to this one can be ENTRY's stack pointer. */
    static final int HIGHEST_POINTER = 3;
    private static final int IN_SEGMENT = 0x3fff_ffff;

    private WindowOps() { }

    static void declare(Rows rows) {
        rows.row("call4 soffsetx4", "iiii iiii iiii iiii ii01 0101", "pc = call(core, imm, next, 1)",
                Flag.WINDOW4, Flag.CALLS);
        rows.row("call8 soffsetx4", "iiii iiii iiii iiii ii10 0101", "pc = call(core, imm, next, 2)",
                Flag.WINDOW8, Flag.CALLS);
        rows.row("call12 soffsetx4", "iiii iiii iiii iiii ii11 0101", "pc = call(core, imm, next, 3)",
                Flag.WINDOW12, Flag.CALLS);
        rows.row("callx4 as", "0000 0000 0000 ssss 1101 0000", "pc = call(core, as, next, 1)", Flag.WINDOW4, Flag.CALLS);
        rows.row("callx8 as", "0000 0000 0000 ssss 1110 0000", "pc = call(core, as, next, 2)", Flag.WINDOW8, Flag.CALLS);
        rows.row("callx12 as", "0000 0000 0000 ssss 1111 0000", "pc = call(core, as, next, 3)", Flag.WINDOW12, Flag.CALLS);
        rows.row("entry as, uimm12x8", "iiii iiii iiii ssss 0011 0110", "entry(core, s, imm)", Flag.BEGINS_BLOCK);
        rows.row("retw", "0000 0000 0000 0000 1001 0000", "pc = retw(core, next)", Flag.RETURNS);
        rows.row("retw.n", "1111 0000 0001 1101", "pc = retw(core, next)", Flag.RETURNS);
        rows.row("movsp at, as", "0000 0000 0001 ssss tttt 0000", "at = movsp(core, as)");
        rows.row("rotw simm4", "0100 0000 1000 0000 iiii 0000", "rotw(core, imm)", Flag.ENDS_BLOCK);
        rows.row("rfwo", "0000 0000 0011 0100 0000 0000", "pc = rfwo(core)", Flag.ENDS_BLOCK);
        rows.row("rfwu", "0000 0000 0011 0101 0000 0000", "pc = rfwu(core)", Flag.ENDS_BLOCK);
        rows.row("l32e at, as, immrx4", "0000 1001 iiii ssss tttt 0000", "at = mem32");
        rows.row("s32e at, as, immrx4", "0100 1001 iiii ssss tttt 0000", "mem32 = at");
    }

    static int call(Core core, int target, int next, int windows) {
        core.callIncrement(windows);
        core.a(windows << 2, returnAddress(next, windows));
        return target;
    }

    /** What a call leaves in its callee's a0. */
    static int returnAddress(int next, int windows) {
        return next & IN_SEGMENT | windows << 30;
    }

    /** Where RETW returns to: it stays in its segment of 1 GiB. */
    static int target(int next, int returnAddress) {
        return next & ~IN_SEGMENT | returnAddress & IN_SEGMENT;
    }

    /** The stack pointer behind an ENTRY. */
    static int allocate(int pointer, int frame) {
        return pointer - frame;
    }

    static void entry(Core core, int s, int frame) {
        if (s > HIGHEST_POINTER || (core.ps & (Core.PS_WOE | Core.PS_EXCM)) != Core.PS_WOE) {
            throw core.fault.of(ExceptionCause.ILLEGAL_INSTRUCTION);
        }
        int windows = (core.ps & Core.PS_CALLINC) >>> Core.PS_CALLINC_SHIFT;
        core.checkWindows((1 << windows) - 1);
        core.a((windows << 2) + s, allocate(core.a(s), frame));
        core.windowStart |= 1 << (core.windowBase() + windows & Core.WINDOWS - 1);
        core.rotate(windows);
    }

    /** The return address, after the window has moved back to the caller's, or the vector of the handler that restores it. */
    static int retw(Core core, int next) {
        int windows = core.a(0) >>> 30;
        int behind = core.nearestFrameBehind();
        if (windows == 0 || behind != 0 && behind != windows
                || (core.ps & (Core.PS_WOE | Core.PS_EXCM)) != Core.PS_WOE) {
            throw core.fault.of(ExceptionCause.ILLEGAL_INSTRUCTION);
        }
        if (behind == 0) {
            return core.windowUnderflow(windows);
        }
        int target = target(next, core.a(0));
        core.windowStart &= ~(1 << core.windowBase());
        core.rotate(-windows);
        return target;
    }

    static int movsp(Core core, int s) {
        if (core.nearestFrameBehind() == 0) {
            throw core.fault.of(ExceptionCause.ALLOCA);
        }
        return s;
    }

    static void rotw(Core core, int windows) {
        core.rotate(windows);
    }

    static int rfwo(Core core) {
        core.windowStart &= ~(1 << core.windowBase());
        return core.returnFromWindowException();
    }

    static int rfwu(Core core) {
        core.windowStart |= 1 << core.windowBase();
        return core.returnFromWindowException();
    }
}
