package dev.crema.firmware.nvs;

import java.util.Arrays;
import java.util.Optional;

/** What an entry holds: {@code nvs::ItemType}. */
public enum NvsType {
    U8(0x01, "u8", 1, false),
    I8(0x11, "i8", 1, true),
    U16(0x02, "u16", 2, false),
    I16(0x12, "i16", 2, true),
    U32(0x04, "u32", 4, false),
    I32(0x14, "i32", 4, true),
    U64(0x08, "u64", 8, false),
    I64(0x18, "i64", 8, true),
    /** Text with a NUL behind it. */
    STRING(0x21, "string", 0, false),
    /** Bytes in one page, as ESP-IDF before 3.2 stores them. */
    BLOB(0x41, "hex2bin", 0, false),
    /** A part of a blob that may span pages. */
    BLOB_DATA(0x42, "hex2bin", 0, false),
    /** Says how many parts a blob has. */
    BLOB_INDEX(0x48, "hex2bin", 0, false);

    private final int code;
    private final String encoding;
    private final int width;
    private final boolean signed;

    NvsType(int code, String encoding, int width, boolean signed) {
        this.code = code;
        this.encoding = encoding;
        this.width = width;
        this.signed = signed;
    }

    /** The number in flash. */
    public int code() {
        return code;
    }

    /** The name of {@code nvs_partition_gen} for a value of this type. */
    public String encoding() {
        return encoding;
    }

    /** Number of bytes of a number; 0 for text and blobs. */
    public int width() {
        return width;
    }

    public boolean isNumber() {
        return width > 0;
    }

    public boolean isSigned() {
        return signed;
    }

    /** The type with this number in flash. */
    static Optional<NvsType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }
}
