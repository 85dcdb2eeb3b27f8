package dev.crema.emulator.xtensa;

import dev.crema.emulator.xtensa.Row.Flag;

/** Loads and stores, the ordering ones of the multiprocessor synchronisation option among them, and S32C1I. */
final class LoadStoreOps {
    private LoadStoreOps() { }

    static void declare(Rows rows) {
        rows.row("l8ui at, as, uimm8", "iiii iiii 0000 ssss tttt 0010", "at = l8ui(memory, as, imm)", Flag.ACCESSES_8);
        rows.row("l16ui at, as, uimm8x2", "iiii iiii 0001 ssss tttt 0010", "at = l16ui(memory, as, imm)", Flag.ACCESSES_16);
        rows.row("l16si at, as, uimm8x2", "iiii iiii 1001 ssss tttt 0010", "at = l16si(memory, as, imm)", Flag.ACCESSES_16);
        rows.row("l32i at, as, uimm8x4", "iiii iiii 0010 ssss tttt 0010", "at = l32i(memory, as, imm)", Flag.ACCESSES_32);
        rows.row("l32i.n at, as, uimm4x4", "iiii ssss tttt 1000", "at = l32i(memory, as, imm)", Flag.ACCESSES_32);
        rows.row("l32r at, uimm16x4", "iiii iiii iiii iiii tttt 0001", "at = l32r(memory, imm)", Flag.ACCESSES_32);
        rows.row("s8i at, as, uimm8", "iiii iiii 0100 ssss tttt 0010", "s8i(memory, as, imm, at)", Flag.ACCESSES_8);
        rows.row("s16i at, as, uimm8x2", "iiii iiii 0101 ssss tttt 0010", "s16i(memory, as, imm, at)", Flag.ACCESSES_16);
        rows.row("s32i at, as, uimm8x4", "iiii iiii 0110 ssss tttt 0010", "s32i(memory, as, imm, at)", Flag.ACCESSES_32);
        rows.row("s32i.n at, as, uimm4x4", "iiii ssss tttt 1001", "s32i(memory, as, imm, at)", Flag.ACCESSES_32);
        rows.row("s32nb at, as, uimm4x4", "0101 1001 iiii ssss tttt 0000", "s32i(memory, as, imm, at)", Flag.ACCESSES_32);

        // Memory is sequentially consistent here, so acquire and release need nothing more.
        rows.row("l32ai at, as, uimm8x4", "iiii iiii 1011 ssss tttt 0010", "at = l32i(memory, as, imm)", Flag.ACCESSES_32);
        rows.row("s32ri at, as, uimm8x4", "iiii iiii 1111 ssss tttt 0010", "s32i(memory, as, imm, at)", Flag.ACCESSES_32);
        rows.row("s32c1i at, as, uimm8x4", "iiii iiii 1110 ssss tttt 0010", "at = s32c1i(core, as, imm, at)");
    }

    static int l8ui(Memory memory, int base, int offset) {
        return memory.load8(base + offset);
    }

    static int l16ui(Memory memory, int base, int offset) {
        return memory.load16(base + offset);
    }

    static int l16si(Memory memory, int base, int offset) {
        return (short) memory.load16(base + offset);
    }

    static int l32i(Memory memory, int base, int offset) {
        return memory.load32(base + offset);
    }

    static int l32r(Memory memory, int address) {
        return memory.loadLiteral(address);
    }

    static void s8i(Memory memory, int base, int offset, int value) {
        memory.store8(base + offset, value);
    }

    static void s16i(Memory memory, int base, int offset, int value) {
        memory.store16(base + offset, value);
    }

    static void s32i(Memory memory, int base, int offset, int value) {
        memory.store32(base + offset, value);
    }

    /** Stores if the old value is that of SCOMPARE1; in any case gives the old value. */
    static int s32c1i(Core core, int base, int offset, int value) {
        int address = base + offset;
        int old = core.memory.load32(address);
        if (old == core.special[SpecialRegister.SCOMPARE1.number()]) {
            core.memory.store32(address, value);
        } else {
            core.environment.conditionalStoreFailed(core);
        }
        return old;
    }
}
