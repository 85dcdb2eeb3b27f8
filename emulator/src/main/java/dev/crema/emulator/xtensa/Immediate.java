package dev.crema.emulator.xtensa;

/**
 * How the bits of an immediate field become a value. The names are those of the operands in the configuration tables of the
 * GNU tools; the encodings are in the ISA reference manual, chapter 6, at the instructions named.
 */
enum Immediate {
    /** ADDI: −128 to 127. */
    SIMM8(8, true, 1, 0),
    /** ADDMI: −32768 to 32512, a multiple of 256. */
    SIMM8X256(8, true, 256, 0),
    /** L8UI: 0 to 255. */
    UIMM8(8, false, 1, 0),
    /** L16UI: 0 to 510. */
    UIMM8X2(8, false, 2, 0),
    /** L32I: 0 to 1020. */
    UIMM8X4(8, false, 4, 0),
    /** L32I.N, S32NB: 0 to 60. */
    UIMM4X4(4, false, 4, 0),
    /** ENTRY: 0 to 32760. */
    UIMM12X8(12, false, 8, 0),
    /** MOVI: −2048 to 2047. */
    SIMM12(12, true, 1, 0),
    /** ROTW: −8 to 7. */
    SIMM4(4, true, 1, 0),
    /** L32E: −64 to −4. */
    IMMRX4(4, false, 4, -64),
    /** A number as it stands: shift amounts, interrupt levels, BREAK's labels, scales. */
    UIMM4(4, false, 1, 0),
    /** Bit numbers and shift amounts: 0 to 31. */
    UIMM5(5, false, 1, 0),
    /** SLLI: 1 to 31, held as 32 less itself. */
    MSALP32(5, false, -1, 32),
    /** EXTUI: the number of bits, 1 to 16. */
    OP2P1(4, false, 1, 1),
    /** CLAMPS and SEXT: 7 to 22. */
    TP7(4, false, 1, 7),
    /** A special or user register by number. */
    REGISTER(8, false, 1, 0),
    /** Conditional branches: −128 to 127 bytes from the next instruction but one byte. */
    LABEL8(Base.PC, 8, true, 1, 4),
    /** BEQZ and its kind. */
    LABEL12(Base.PC, 12, true, 1, 4),
    /** BEQZ.N and BNEZ.N: forward only. */
    ULABEL6(Base.PC, 6, false, 1, 4),
    /** LOOP: forward only. */
    ULABEL8(Base.PC, 8, false, 1, 4),
    /** J. */
    SOFFSET(Base.PC, 18, true, 1, 4),
    /** CALLn: a multiple of 4. */
    SOFFSETX4(Base.WORD, 18, true, 4, 4),
    /** L32R: a word in the 256 KiB before the instruction. */
    UIMM16X4(Base.NEXT_WORD, 16, false, 4, -0x40000),
    /** ADDI.N: −1, 1 to 15. */
    AI4CONST(-1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    /** BEQI and its kind: the usual constants. */
    B4CONST(-1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256),
    /** BLTUI and BGEUI. */
    B4CONSTU(32768, 65536, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256),
    /** MOVI.N: −32 to 95. */
    SIMM7(movNarrowConstants());

    private enum Base {
        /** The value stands for itself. */
        NONE {
            @Override
            int of(int pc) {
                return 0;
            }
        },
        PC {
            @Override
            int of(int pc) {
                return pc;
            }
        },
        WORD {
            @Override
            int of(int pc) {
                return pc & ~3;
            }
        },
        NEXT_WORD {
            @Override
            int of(int pc) {
                return pc + 3 & ~3;
            }
        };

        abstract int of(int pc);
    }

    private final Base base;
    private final int width;
    private final boolean signed;
    private final int scale;
    private final int bias;
    private final int[] constants;

    Immediate(Base base, int width, boolean signed, int scale, int bias) {
        this.base = base;
        this.width = width;
        this.signed = signed;
        this.scale = scale;
        this.bias = bias;
        this.constants = new int[0];
    }

    Immediate(int width, boolean signed, int scale, int bias) {
        this(Base.NONE, width, signed, scale, bias);
    }

    Immediate(int... constants) {
        this.base = Base.NONE;
        this.width = Integer.numberOfTrailingZeros(constants.length);
        this.signed = false;
        this.scale = 1;
        this.bias = 0;
        this.constants = constants;
    }

    private static int[] movNarrowConstants() {
        int[] values = new int[128];
        for (int field = 0; field < values.length; field++) {
            values[field] = field < 96 ? field : field - 128;
        }
        return values;
    }

    /** Bits of the field. */
    int width() {
        return width;
    }

    /** Whether the value is an address, relative to the instruction's own. */
    boolean isAddress() {
        return base != Base.NONE;
    }

    /** The value of a field in the instruction at an address. */
    int decode(int field, int pc) {
        if (constants.length > 0) {
            return constants[field];
        }
        int number = signed ? field << 32 - width >> 32 - width : field;
        return base.of(pc) + number * scale + bias;
    }

    /**
     * The field that holds a value.
     *
     * @throws IllegalArgumentException if none does
     */
    int encode(int value, int pc) {
        for (int field = 0; field < constants.length; field++) {
            if (constants[field] == value) {
                return field;
            }
        }
        int field = (value - base.of(pc) - bias) / scale & (1 << width) - 1;
        if (constants.length > 0 || decode(field, pc) != value) {
            throw new IllegalArgumentException("no " + name().toLowerCase(java.util.Locale.ROOT) + " holds "
                    + (isAddress() ? "0x" + Integer.toHexString(value) + " at 0x" + Integer.toHexString(pc) : value));
        }
        return field;
    }
}
