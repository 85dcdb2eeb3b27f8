package dev.crema.firmware;

/**
 * A file and where it goes in flash.
 *
 * @param offset in bytes from the start of flash
 * @param bytes the file
 */
public record FlashPart(int offset, ByteView bytes) {
    /** Offset of the first byte behind it. */
    public long end() {
        return (long) offset + bytes.size();
    }
}
