package dev.crema.emulator.xtensa;

/**
 * Shifts. SAR has six bits and the funnel it controls is 64 bits wide, hence the arithmetic on {@code long}, whose shift amounts
 * Java takes modulo 64.
 */
final class ShiftOps {
    private static final long UNSIGNED = 0xffff_ffffL;

    private ShiftOps() { }

    static void declare(Rows rows) {
        rows.row("slli ar, as, msalp32", "000i 0001 rrrr ssss iiii 0000", "ar = slli(as, imm)");
        rows.row("srli ar, at, uimm4", "0100 0001 rrrr iiii tttt 0000", "ar = srli(at, imm)");
        rows.row("srai ar, at, uimm5", "001i 0001 rrrr iiii tttt 0000", "ar = srai(at, imm)");
        rows.row("extui ar, at, uimm5, op2p1", "jjjj 010i rrrr iiii tttt 0000", "ar = extui(at, imm, imm2)");
        rows.row("sll ar, as", "1010 0001 rrrr ssss 0000 0000", "ar = sll(as, sar)");
        rows.row("srl ar, at", "1001 0001 rrrr 0000 tttt 0000", "ar = srl(at, sar)");
        rows.row("sra ar, at", "1011 0001 rrrr 0000 tttt 0000", "ar = sra(at, sar)");
        rows.row("src ar, as, at", "1000 0001 rrrr ssss tttt 0000", "ar = src(as, at, sar)");
        rows.row("ssr as", "0100 0000 0000 ssss 0000 0000", "sar = ssr(as)");
        rows.row("ssl as", "0100 0000 0001 ssss 0000 0000", "sar = ssl(as)");
        rows.row("ssa8l as", "0100 0000 0010 ssss 0000 0000", "sar = ssa8l(as)");
        rows.row("ssa8b as", "0100 0000 0011 ssss 0000 0000", "sar = ssa8b(as)");
        rows.row("ssai uimm5", "0100 0000 0100 iiii 000h 0000", "sar = imm");
    }

    /** No assembler encodes a shift by 32; like every amount it counts modulo 32. */
    static int slli(int s, int amount) {
        return s << amount;
    }

    static int srli(int t, int amount) {
        return t >>> amount;
    }

    static int srai(int t, int amount) {
        return t >> amount;
    }

    /** Extracts up to 16 bits. */
    static int extui(int t, int shift, int bits) {
        return t >>> shift & (1 << bits) - 1;
    }

    /** Left by 32 − SAR, which SSL has prepared. */
    static int sll(int s, int sar) {
        return (int) ((s & UNSIGNED) << 32 - sar);
    }

    static int srl(int t, int sar) {
        return (int) ((t & UNSIGNED) >>> sar);
    }

    static int sra(int t, int sar) {
        return (int) ((long) t >> sar);
    }

    /** The funnel: s above t, to the right. */
    static int src(int s, int t, int sar) {
        return (int) (((long) s << 32 | t & UNSIGNED) >>> sar);
    }

    static int ssr(int s) {
        return s & 31;
    }

    static int ssl(int s) {
        return 32 - (s & 31);
    }

    /** For SRC to align a little-endian word: eight times the byte address. */
    static int ssa8l(int s) {
        return (s & 3) << 3;
    }

    static int ssa8b(int s) {
        return 32 - ((s & 3) << 3);
    }
}
