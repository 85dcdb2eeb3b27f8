package dev.crema.firmware;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * A named, read-only window on bytes, read as little-endian. Every access is checked: what lies outside raises a
 * {@link FirmwareException} that names the file and the offset, so parsers need no checks of their own and cannot run astray.
 */
public final class ByteView {
    private final String name;
    private final byte[] bytes;
    private final int start;
    private final int size;

    private ByteView(String name, byte[] bytes, int start, int size) {
        this.name = name;
        this.bytes = bytes;
        this.start = start;
        this.size = size;
    }

    /**
     * A view of all of an array, which the caller must not change afterwards.
     *
     * @param name what error messages call it, usually the file's name
     */
    public static ByteView of(String name, byte[] bytes) {
        return new ByteView(Objects.requireNonNull(name), bytes, 0, bytes.length);
    }

    /** What error messages call these bytes. */
    public String name() {
        return name;
    }

    /** The same bytes under another name. */
    public ByteView named(String newName) {
        return new ByteView(newName, bytes, start, size);
    }

    /** Number of bytes. */
    public int size() {
        return size;
    }

    /** The unsigned byte at an offset, 0 to 255. */
    public int u8(long at) {
        return bytes[index(at, 1)] & 0xff;
    }

    /** The unsigned 16-bit number at an offset. */
    public int u16(long at) {
        int i = index(at, 2);
        return bytes[i] & 0xff | (bytes[i + 1] & 0xff) << 8;
    }

    /** The 32-bit word at an offset, as the bits of an {@code int}. */
    public int i32(long at) {
        int i = index(at, 4);
        return bytes[i] & 0xff | (bytes[i + 1] & 0xff) << 8 | (bytes[i + 2] & 0xff) << 16 | bytes[i + 3] << 24;
    }

    /** The unsigned 32-bit number at an offset. */
    public long u32(long at) {
        return Integer.toUnsignedLong(i32(at));
    }

    /** The 64-bit word at an offset, as the bits of a {@code long}. */
    public long i64(long at) {
        index(at, 8);
        return u32(at) | u32(at + 4) << 32;
    }

    /**
     * A part of these bytes.
     *
     * @throws FirmwareException if it does not lie within them
     */
    public ByteView slice(long at, long length) {
        return slice(at, length, name);
    }

    /** A part of these bytes, under a name of its own. */
    public ByteView slice(long at, long length, String sliceName) {
        return new ByteView(sliceName, bytes, index(at, length), (int) length);
    }

    /** All from an offset to the end. */
    public ByteView from(long at) {
        return slice(at, size - at);
    }

    /** The text at an offset: UTF-8 up to the first NUL, or all of {@code length} bytes if there is none. */
    public String text(long at, int length) {
        int first = index(at, length);
        int end = first;
        while (end < first + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, first, end - first, StandardCharsets.UTF_8);
    }

    /** All bytes as UTF-8. */
    public String text() {
        return new String(bytes, start, size, StandardCharsets.UTF_8);
    }

    /** Whether every byte has the value, as after erasing ({@code 0xff}). */
    public boolean isFilledWith(int value) {
        for (int i = start; i < start + size; i++) {
            if (bytes[i] != (byte) value) {
                return false;
            }
        }
        return true;
    }

    /** The exclusive or of all bytes, as ESP images use it for their checksum. */
    public int xor() {
        int result = 0;
        for (int i = start; i < start + size; i++) {
            result ^= bytes[i];
        }
        return result & 0xff;
    }

    /** Feeds all bytes to a digest. */
    public void update(MessageDigest digest) {
        digest.update(bytes, start, size);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOfRange(bytes, start, start + size);
    }

    /** Copies all bytes into an array, from an index on. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, start, target, at, size);
    }

    /** Whether both windows show the same bytes; their names do not matter. */
    public boolean sameBytes(ByteView other) {
        return Arrays.equals(bytes, start, start + size, other.bytes, other.start, other.start + other.size);
    }

    @Override
    public String toString() {
        return "%s (%d bytes)".formatted(name, size);
    }

    private int index(long at, long length) {
        if (at < 0 || length < 0 || at > size - length) {
            throw new FirmwareException("%s is cut off: %d bytes at offset 0x%x do not lie within its %d bytes; "
                    + "get the file again.", name, length, at, size);
        }
        return start + (int) at;
    }
}
