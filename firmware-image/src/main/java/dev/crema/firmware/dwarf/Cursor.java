package dev.crema.firmware.dwarf;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;

/** Reads a section from front to back. Every read is checked by the {@link ByteView}. */
final class Cursor {
    private static final int LEB128_BITS = 64;
    private static final long DWARF_64 = 0xFFFF_FFF0L;

    private final ByteView bytes;
    private long at;

    Cursor(ByteView bytes, long at) {
        this.bytes = bytes;
        this.at = at;
    }

    ByteView bytes() {
        return bytes;
    }

    long at() {
        return at;
    }

    void seek(long offset) {
        at = offset;
    }

    void skip(long count) {
        at += count;
    }

    boolean hasMore() {
        return at < bytes.size();
    }

    int u8() {
        return bytes.u8(at++);
    }

    int u16() {
        at += 2;
        return bytes.u16(at - 2);
    }

    int i32() {
        at += 4;
        return bytes.i32(at - 4);
    }

    long u32() {
        return Integer.toUnsignedLong(i32());
    }

    long i64() {
        at += 8;
        return bytes.i64(at - 8);
    }

    /** An unsigned LEB128 number (section 7.6). */
    long uleb() {
        long result = 0;
        int shift = 0;
        int b;
        do {
            b = u8();
            if (shift < LEB128_BITS) {
                result |= (long) (b & 0x7f) << shift;
            }
            shift += 7;
        } while ((b & 0x80) != 0);
        return result;
    }

    /** A signed LEB128 number. */
    long sleb() {
        long result = 0;
        int shift = 0;
        int b;
        do {
            b = u8();
            if (shift < LEB128_BITS) {
                result |= (long) (b & 0x7f) << shift;
            }
            shift += 7;
        } while ((b & 0x80) != 0);
        return shift < LEB128_BITS && (b & 0x40) != 0 ? result | -1L << shift : result;
    }

    /** A NUL-terminated string. */
    String string() {
        long start = at;
        while (u8() != 0) {
            // The string ends before the NUL.
        }
        return bytes.slice(start, at - 1 - start).text();
    }

    /** The length that a unit begins with; returns the offset behind the unit. */
    long unitEnd() {
        long length = u32();
        if (length >= DWARF_64) {
            throw new FirmwareException("%s has 64-bit DWARF at offset 0x%x, which 32-bit programs do not have; build it again.",
                    bytes.name(), at - 4);
        }
        bytes.slice(at, length);
        return at + length;
    }
}
