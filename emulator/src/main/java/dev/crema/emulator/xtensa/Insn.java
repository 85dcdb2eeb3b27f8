package dev.crema.emulator.xtensa;

/**
 * A decoded instruction. Each {@link Row} has a subclass of its own, spun from its action when it is first decoded, so that
 * executing an instruction is one virtual call and the kernel is inlined behind it.
 *
 * <p>Small on purpose: a busy firmware keeps some hundred thousand of these, and the interpreter's speed is that of the host's
 * cache.
 */
abstract class Insn {
    /** What instruction this is. */
    Row row;
    /** Where it lies. */
    int address;
    /** The immediate operand; of a branch, its target. */
    int imm;
    /** The second immediate operand. */
    int imm2;
    /** Cycles from the beginning of its block to its own beginning. */
    int cyclesBefore;
    /** Its size in bytes: 2 or 3. */
    byte length;
    /** What it must be looked at for before it is executed; see {@link Hazards}. */
    byte hazards;
    /** The register in field r or w. */
    byte r;
    /** The register in field s. */
    byte s;
    /** The register in field t or y. */
    byte t;
    /** The register in field x. */
    byte x;
    /** Of L32R, whether the word that it loads belongs to the decoded code: then that is the second immediate. */
    boolean literalIsCode;

    /** Does what the instruction does. */
    abstract void execute(Core core);

    /** A new, undecoded instruction of the same row. */
    abstract Insn blank();

    /**
     * Whether a block that begins with it may be kept. What lies on a page that the map does not lead to may not: nothing would
     * tell when it changes.
     */
    boolean keepsIn(int fetchEntry) {
        return fetchEntry >= 0;
    }

    final int next() {
        return address + length;
    }

    /** Whether another one is the same instruction at the same place, in a block as long. */
    final boolean same(Insn other) {
        return row == other.row && address == other.address && length == other.length && imm == other.imm && imm2 == other.imm2
                && r == other.r && s == other.s && t == other.t && x == other.x && cyclesBefore == other.cyclesBefore
                && literalIsCode == other.literalIsCode;
    }

    final void setRegister(char field, int number) {
        switch (field) {
            case 'r', 'w' -> r = (byte) number;
            case 's' -> s = (byte) number;
            case 't', 'y' -> t = (byte) number;
            case 'x' -> x = (byte) number;
            default -> throw new IllegalArgumentException("no register field is called " + field);
        }
    }

    final int register(char field) {
        return switch (field) {
            case 'r', 'w' -> r;
            case 's' -> s;
            case 't', 'y' -> t;
            case 'x' -> x;
            default -> throw new IllegalArgumentException("no register field is called " + field);
        };
    }
}
