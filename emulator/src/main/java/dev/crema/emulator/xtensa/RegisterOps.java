package dev.crema.emulator.xtensa;

import dev.crema.emulator.xtensa.Row.Flag;

/** Special, user and external registers, and the attributes of the memory regions. */
final class RegisterOps {
    private static final int EXPSTATE = UserRegister.EXPSTATE.ordinal();

    private RegisterOps() { }

    static void declare(Rows rows) {
        for (SpecialRegister register : SpecialRegister.values()) {
            declare(rows, register);
        }
        for (UserRegister register : UserRegister.values()) {
            declare(rows, register);
        }

        rows.row("rer at, as", "0100 0000 0110 ssss tttt 0000", "at = rer(core, as)");
        rows.row("wer at, as", "0100 0000 0111 ssss tttt 0000", "wer(core, as, at)");

        rows.row("witlb at, as", "0101 0000 0110 ssss tttt 0000", "witlb(core, as, at)", Flag.ENDS_BLOCK);
        rows.row("wdtlb at, as", "0101 0000 1110 ssss tttt 0000", "wdtlb(core, as, at)", Flag.ENDS_BLOCK);
        rows.row("ritlb0 at, as", "0101 0000 0011 ssss tttt 0000", "at = region(as)");
        rows.row("rdtlb0 at, as", "0101 0000 1011 ssss tttt 0000", "at = region(as)");
        rows.row("ritlb1 at, as", "0101 0000 0111 ssss tttt 0000", "at = ritlb1(core, as)");
        rows.row("rdtlb1 at, as", "0101 0000 1111 ssss tttt 0000", "at = rdtlb1(core, as)");
        rows.row("pitlb at, as", "0101 0000 0101 ssss tttt 0000", "at = probe(as)");
        rows.row("pdtlb at, as", "0101 0000 1101 ssss tttt 0000", "at = probe(as)");
        rows.row("iitlb as", "0101 0000 0100 ssss 0000 0000", "invalidate(as)", Flag.ENDS_BLOCK);
        rows.row("idtlb as", "0101 0000 1100 ssss 0000 0000", "invalidate(as)", Flag.ENDS_BLOCK);

        // The configuration's own port, of which the chip makes no use: EXPSTATE drives nothing, its input reads as zero.
        rows.row("read_impwire at", "0000 1110 0000 0000 tttt 0000", "at = readImpwire()");
        rows.row("setb_expstate uimm5", "0000 1110 0001 000i iiii 0000", "setbExpstate(core, imm)");
        rows.row("clrb_expstate uimm5", "0000 1110 0001 001i iiii 0000", "clrbExpstate(core, imm)");
        rows.row("wrmsk_expstate at, as", "0000 1110 0010 ssss tttt 0000", "wrmskExpstate(core, at, as)");
    }

    private static void declare(Rows rows, SpecialRegister register) {
        String name = register.assemblerName();
        String number = bits(register.number());
        String term = "sr." + register.name();
        Flag[] flags = flags(register);
        if (register.readable()) {
            rows.row("rsr." + name + " at", "0000 0011 " + number + " tttt 0000", "at = rsr(core, " + term + ")", reading(register));
        }
        if (register.writable()) {
            rows.row("wsr." + name + " at", "0001 0011 " + number + " tttt 0000", "wsr(core, " + term + ", at)", flags);
        }
        if (register.readable() && register.writable()) {
            rows.row("xsr." + name + " at", "0110 0001 " + number + " tttt 0000", "at = xsr(core, " + term + ", at)", flags);
        }
    }

    private static Flag[] reading(SpecialRegister register) {
        if (register.tellsTime()) {
            return new Flag[] {Flag.TELLS_TIME};
        }
        return register.readsInPlace() ? new Flag[] {Flag.IN_PLACE} : new Flag[0];
    }

    private static Flag[] flags(SpecialRegister register) {
        if (register == SpecialRegister.PS) {
            return new Flag[] {Flag.ENDS_BLOCK, Flag.SETS_LEVEL};
        }
        if (register.endsBlock()) {
            return new Flag[] {Flag.ENDS_BLOCK};
        }
        return register.isStorage() ? new Flag[] {Flag.IN_PLACE} : new Flag[0];
    }

    private static void declare(Rows rows, UserRegister register) {
        String name = register.assemblerName();
        String number = bits(register.number());
        int index = register.ordinal();
        Flag[] flags = {register.ofFpu() ? Flag.FPU : Flag.IN_PLACE};
        rows.row("rur." + name + " ar", "1110 0011 rrrr " + number + " 0000", "ar = rur(core, " + index + ")", flags);
        rows.row("wur." + name + " at", "1111 0011 " + number + " tttt 0000", "wur(core, " + index + ", at)", flags);
    }

    private static String bits(int number) {
        return Integer.toBinaryString(number | 0x100).substring(1);
    }

    static int rsr(Core core, SpecialRegister register) {
        return register.read(core);
    }

    static void wsr(Core core, SpecialRegister register, int value) {
        register.write(core, value);
    }

    static int xsr(Core core, SpecialRegister register, int value) {
        int old = register.read(core);
        register.write(core, value);
        return old;
    }

    static int rur(Core core, int register) {
        return core.user[register];
    }

    static void wur(Core core, int register, int value) {
        core.user[register] = value & UserRegister.at(register).writableBits();
    }

    static int rer(Core core, int address) {
        return core.environment.readExternalRegister(core, address);
    }

    static void wer(Core core, int address, int value) {
        core.environment.writeExternalRegister(core, address, value);
    }

    static void witlb(Core core, int address, int attribute) {
        core.regions.setInstruction(address >>> 29, attribute & 15);
    }

    static void wdtlb(Core core, int address, int attribute) {
        core.regions.setData(address >>> 29, attribute & 15);
    }

    static int ritlb1(Core core, int address) {
        return core.regions.instruction(address >>> 29);
    }

    static int rdtlb1(Core core, int address) {
        return core.regions.data(address >>> 29);
    }

    /** With regions that are mapped to themselves the page number is the region's. */
    static int region(int address) {
        return address & 0xe000_0000;
    }

    /** Every address has an entry: the region's, with the hit bit of a region-protection unit. */
    static int probe(int address) {
        return address & 0xe000_0000 | 1;
    }

    /** The eight entries cannot be invalidated, only given another attribute. */
    static void invalidate(int address) { }

    static int readImpwire() {
        return 0;
    }

    static void setbExpstate(Core core, int bit) {
        core.user[EXPSTATE] |= 1 << bit;
    }

    static void clrbExpstate(Core core, int bit) {
        core.user[EXPSTATE] &= ~(1 << bit);
    }

    static void wrmskExpstate(Core core, int value, int mask) {
        core.user[EXPSTATE] = core.user[EXPSTATE] & ~mask | value & mask;
    }
}
