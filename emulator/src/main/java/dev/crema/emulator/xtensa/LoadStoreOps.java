package dev.crema.emulator.xtensa;

/** Loads and stores, the ordering ones of the multiprocessor synchronisation option among them, and S32C1I. */
final class LoadStoreOps {
    private LoadStoreOps() { }

    static void declare(Rows rows) {
        rows.row("l8ui at, as, uimm8", "iiii iiii 0000 ssss tttt 0010", "at = mem8");
        rows.row("l16ui at, as, uimm8x2", "iiii iiii 0001 ssss tttt 0010", "at = mem16");
        rows.row("l16si at, as, uimm8x2", "iiii iiii 1001 ssss tttt 0010", "at = signed(mem16)");
        rows.row("l32i at, as, uimm8x4", "iiii iiii 0010 ssss tttt 0010", "at = mem32");
        rows.row("l32i.n at, as, uimm4x4", "iiii ssss tttt 1000", "at = mem32");
        rows.row("l32r at, uimm16x4", "iiii iiii iiii iiii tttt 0001", "at = literal", Row.Flag.LOADS_LITERAL);
        rows.row("s8i at, as, uimm8", "iiii iiii 0100 ssss tttt 0010", "mem8 = at");
        rows.row("s16i at, as, uimm8x2", "iiii iiii 0101 ssss tttt 0010", "mem16 = at");
        rows.row("s32i at, as, uimm8x4", "iiii iiii 0110 ssss tttt 0010", "mem32 = at");
        rows.row("s32i.n at, as, uimm4x4", "iiii ssss tttt 1001", "mem32 = at");
        rows.row("s32nb at, as, uimm4x4", "0101 1001 iiii ssss tttt 0000", "mem32 = at");

        // Memory is sequentially consistent here, so acquire and release need nothing more.
        rows.row("l32ai at, as, uimm8x4", "iiii iiii 1011 ssss tttt 0010", "at = mem32");
        rows.row("s32ri at, as, uimm8x4", "iiii iiii 1111 ssss tttt 0010", "mem32 = at");
        rows.row("s32c1i at, as, uimm8x4", "iiii iiii 1110 ssss tttt 0010", "at = s32c1i(core, as, imm, at)",
                Row.Flag.EXCHANGES);
    }

    static int signed(int half) {
        return (short) half;
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
