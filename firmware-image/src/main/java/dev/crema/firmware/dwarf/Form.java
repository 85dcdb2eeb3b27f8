package dev.crema.firmware.dwarf;

import dev.crema.firmware.FirmwareException;

/** How the value of an attribute is written (section 7.5.6): its class and its size. */
enum Form {
    ADDR(0x01, Kind.ADDRESS, 4),
    BLOCK2(0x03, Kind.BLOCK, 2),
    BLOCK4(0x04, Kind.BLOCK, 4),
    DATA2(0x05, Kind.NUMBER, 2),
    DATA4(0x06, Kind.NUMBER, 4),
    DATA8(0x07, Kind.NUMBER, 8),
    STRING(0x08, Kind.STRING, 0),
    BLOCK(0x09, Kind.BLOCK, 0),
    BLOCK1(0x0a, Kind.BLOCK, 1),
    DATA1(0x0b, Kind.NUMBER, 1),
    FLAG(0x0c, Kind.NUMBER, 1),
    SDATA(0x0d, Kind.SIGNED, 0),
    STRP(0x0e, Kind.STRING_OFFSET, 4),
    UDATA(0x0f, Kind.NUMBER, 0),
    REF_ADDR(0x10, Kind.REFERENCE_INFO, 4),
    REF1(0x11, Kind.REFERENCE_UNIT, 1),
    REF2(0x12, Kind.REFERENCE_UNIT, 2),
    REF4(0x13, Kind.REFERENCE_UNIT, 4),
    REF8(0x14, Kind.REFERENCE_UNIT, 8),
    REF_UDATA(0x15, Kind.REFERENCE_UNIT, 0),
    INDIRECT(0x16, Kind.INDIRECT, 0),
    SEC_OFFSET(0x17, Kind.NUMBER, 4),
    EXPRLOC(0x18, Kind.BLOCK, 0),
    FLAG_PRESENT(0x19, Kind.PRESENT, 0),
    STRX(0x1a, Kind.STRING_INDEX, 0),
    ADDRX(0x1b, Kind.ADDRESS_INDEX, 0),
    REF_SUP4(0x1c, Kind.NUMBER, 4),
    STRP_SUP(0x1d, Kind.NUMBER, 4),
    DATA16(0x1e, Kind.BYTES_16, 16),
    LINE_STRP(0x1f, Kind.LINE_STRING_OFFSET, 4),
    REF_SIG8(0x20, Kind.NUMBER, 8),
    IMPLICIT_CONST(0x21, Kind.PRESENT, 0),
    LOCLISTX(0x22, Kind.NUMBER, 0),
    RNGLISTX(0x23, Kind.LIST_INDEX, 0),
    REF_SUP8(0x24, Kind.NUMBER, 8),
    STRX1(0x25, Kind.STRING_INDEX, 1),
    STRX2(0x26, Kind.STRING_INDEX, 2),
    STRX3(0x27, Kind.STRING_INDEX, 3),
    STRX4(0x28, Kind.STRING_INDEX, 4),
    ADDRX1(0x29, Kind.ADDRESS_INDEX, 1),
    ADDRX2(0x2a, Kind.ADDRESS_INDEX, 2),
    ADDRX3(0x2b, Kind.ADDRESS_INDEX, 3),
    ADDRX4(0x2c, Kind.ADDRESS_INDEX, 4),
    GNU_ADDR_INDEX(0x1f01, Kind.ADDRESS_INDEX, 0),
    GNU_STR_INDEX(0x1f02, Kind.STRING_INDEX, 0),
    GNU_REF_ALT(0x1f20, Kind.NUMBER, 4),
    GNU_STRP_ALT(0x1f21, Kind.NUMBER, 4);

    /** What a value means. */
    enum Kind {
        ADDRESS, ADDRESS_INDEX, NUMBER, SIGNED, PRESENT, BLOCK, BYTES_16, STRING, STRING_OFFSET, LINE_STRING_OFFSET, STRING_INDEX,
        REFERENCE_UNIT, REFERENCE_INFO, LIST_INDEX, INDIRECT
    }

    private static final Form[] BY_CODE = new Form[0x2d];

    static {
        for (Form form : values()) {
            if (form.code < BY_CODE.length) {
                BY_CODE[form.code] = form;
            }
        }
    }

    private final int code;
    private final Kind kind;
    private final int size;

    /** @param size in bytes; 0 for a LEB128 number, or for none */
    Form(int code, Kind kind, int size) {
        this.code = code;
        this.kind = kind;
        this.size = size;
    }

    Kind kind() {
        return kind;
    }

    static Form of(long code) {
        if (code >= 0 && code < BY_CODE.length && BY_CODE[(int) code] != null) {
            return BY_CODE[(int) code];
        }
        for (Form form : values()) {
            if (form.code == code) {
                return form;
            }
        }
        throw new FirmwareException("The debugging information uses form 0x%x, which DWARF 5 does not have; it is damaged.",
                code);
    }

    /** Reads a number, an offset or an index. */
    long readNumber(Cursor in) {
        return switch (size) {
            case 0 -> kind == Kind.SIGNED ? in.sleb() : kind == Kind.PRESENT ? 1 : in.uleb();
            case 1 -> in.u8();
            case 2 -> in.u16();
            case 3 -> in.u16() | (long) in.u8() << 16;
            case 4 -> in.u32();
            case 8 -> in.i64();
            default -> throw new FirmwareException("The debugging information has a number of form %s; it is damaged.", this);
        };
    }

    /** Reads a string that needs no unit's base. */
    String readString(Cursor in, Sections sections) {
        return switch (kind) {
            case STRING -> in.string();
            case STRING_OFFSET -> Sections.string(sections.str(), in.u32());
            case LINE_STRING_OFFSET -> Sections.string(sections.lineStr(), in.u32());
            default -> throw new FirmwareException("The debugging information has a file name of form %s; it is damaged.", this);
        };
    }

    /** Passes over a value. */
    void skip(Cursor in, int addressSize, int version) {
        switch (kind) {
            case ADDRESS -> in.skip(addressSize);
            case STRING -> in.string();
            case BYTES_16 -> in.skip(size);
            case PRESENT -> { }
            case BLOCK -> in.skip(readNumber(in));
            case INDIRECT -> Form.of(in.uleb()).skip(in, addressSize, version);
            // An offset of version 2 was as large as an address.
            case REFERENCE_INFO -> in.skip(version == 2 ? addressSize : size);
            default -> readNumber(in);
        }
    }
}
