package dev.crema.emulator.xtensa;

import dev.crema.emulator.xtensa.Row.Flag;

/** Ordering, exceptions and interrupts (Xtensa ISA reference manual, sections 4.4.1 to 4.4.6). */
final class SystemOps {
    private SystemOps() { }

    static void declare(Rows rows) {
        rows.row("ill", "0000 0000 0000 0000 0000 0000", "illegal(fault)", Flag.ENDS_BLOCK);
        rows.row("ill.n", "1111 0000 0110 1101", "illegal(fault)", Flag.ENDS_BLOCK);
        rows.row("syscall", "0000 0000 0101 0000 0000 0000", "syscall(fault)", Flag.ENDS_BLOCK);
        // Only a simulator has anything to call; on silicon the instruction is illegal.
        rows.row("simcall", "0000 0000 0101 0001 0000 0000", "illegal(fault)", Flag.ENDS_BLOCK);
        rows.row("break uimm4, uimm4", "0000 0000 0100 iiii jjjj 0000", "breakpoint(core, 3)", Flag.ENDS_BLOCK);
        rows.row("break.n uimm4", "1111 iiii 0010 1101", "breakpoint(core, 4)", Flag.ENDS_BLOCK);
        rows.row("rfe", "0000 0000 0011 0000 0000 0000", "pc = rfe(core)", Flag.ENDS_BLOCK);
        rows.row("rfue", "0000 0000 0011 0001 0000 0000", "pc = rfe(core)", Flag.ENDS_BLOCK);
        rows.row("rfde", "0000 0000 0011 0010 0000 0000", "pc = rfde(core)", Flag.ENDS_BLOCK);
        rows.row("rfi uimm4", "0000 0000 0011 iiii 0001 0000", "pc = rfi(core, imm)", Flag.ENDS_BLOCK);
        rows.row("rsil at, uimm4", "0000 0000 0110 iiii tttt 0000", "at = rsil(core, imm)", Flag.ENDS_BLOCK,
                Flag.SETS_LEVEL);
        rows.row("waiti uimm4", "0000 0000 0111 iiii 0000 0000", "waiti(core, imm)", Flag.ENDS_BLOCK);

        rows.row("nop", "0000 0000 0010 0000 1111 0000", "nothing()");
        rows.row("nop.n", "1111 0000 0011 1101", "nothing()");
        // One host thread executes the cores in turns and every access is complete before the next begins: nothing is left to
        // be ordered. ISYNC is where software tells that it has written instructions.
        rows.row("isync", "0000 0000 0010 0000 0000 0000", "nothing()", Flag.ENDS_BLOCK);
        rows.row("rsync", "0000 0000 0010 0000 0001 0000", "nothing()");
        rows.row("esync", "0000 0000 0010 0000 0010 0000", "nothing()");
        rows.row("dsync", "0000 0000 0010 0000 0011 0000", "nothing()");
        rows.row("excw", "0000 0000 0010 0000 1000 0000", "nothing()");
        rows.row("memw", "0000 0000 0010 0000 1100 0000", "nothing()");
        rows.row("extw", "0000 0000 0010 0000 1101 0000", "nothing()");
    }

    static void nothing() { }

    static void illegal(GuestFault fault) {
        throw fault.of(ExceptionCause.ILLEGAL_INSTRUCTION);
    }

    static void syscall(GuestFault fault) {
        throw fault.of(ExceptionCause.SYSCALL);
    }

    /** At the debug level and above BREAK does nothing. */
    static void breakpoint(Core core, int debugCauseBit) {
        core.debug.raise(1 << debugCauseBit);
    }

    static int rfe(Core core) {
        core.setPs(core.ps & ~Core.PS_EXCM);
        return core.special[SpecialRegister.EPC1.number()];
    }

    static int rfde(Core core) {
        return core.special[SpecialRegister.DEPC.number()];
    }

    /** Levels without registers of their own are illegal. */
    static int rfi(Core core, int level) {
        if (level < 2 || level > CoreConfig.LEVELS) {
            throw core.fault.of(ExceptionCause.ILLEGAL_INSTRUCTION);
        }
        core.setPs(core.special[SpecialRegister.EPS2.number() + level - 2]);
        return core.special[SpecialRegister.EPC1.number() + level - 1];
    }

    /** The old PS. */
    static int rsil(Core core, int level) {
        int old = core.ps;
        core.setPs(old & ~Core.PS_INTLEVEL | level);
        return old;
    }

    static void waiti(Core core, int level) {
        core.setPs(core.ps & ~Core.PS_INTLEVEL | level);
        core.startWaiting();
    }
}
