package dev.crema.firmware;

/**
 * A file and where it goes in flash.
 *
 * @param offset in bytes from the start of flash
 * @param bytes the file
 */
record FlashPart(int offset, ByteView bytes) {
    /** Offset of the first byte behind it. */
    long end() {
        return (long) offset + bytes.size();
    }
}
