package dev.crema.firmware.dwarf;

import java.util.Arrays;

/** The attributes of debugging entries that locating a function needs (section 7.5.4). */
enum Attribute {
    NAME(0x03),
    STMT_LIST(0x10),
    LOW_PC(0x11),
    HIGH_PC(0x12),
    COMP_DIR(0x1b),
    ABSTRACT_ORIGIN(0x31),
    SPECIFICATION(0x47),
    RANGES(0x55),
    CALL_COLUMN(0x57),
    CALL_FILE(0x58),
    CALL_LINE(0x59),
    LINKAGE_NAME(0x6e),
    STR_OFFSETS_BASE(0x72),
    ADDR_BASE(0x73),
    RNGLISTS_BASE(0x74);

    /** What GCC wrote before {@link #LINKAGE_NAME} became standard. */
    private static final int MIPS_LINKAGE_NAME = 0x2007;
    private static final int NONE = -1;
    private static final int[] ORDINALS = new int[0x75];

    static {
        Arrays.fill(ORDINALS, NONE);
        for (Attribute attribute : values()) {
            ORDINALS[attribute.code] = attribute.ordinal();
        }
    }

    private final int code;

    Attribute(int code) {
        this.code = code;
    }

    /** The ordinal of the attribute with a code; -1 if it is of no interest. */
    static int ordinalOf(long code) {
        if (code >= 0 && code < ORDINALS.length) {
            return ORDINALS[(int) code];
        }
        return code == MIPS_LINKAGE_NAME ? LINKAGE_NAME.ordinal() : NONE;
    }
}
