package dev.crema.firmware;

import java.util.List;

/**
 * A stretch of an ESP image and where it belongs.
 *
 * @param address load address; 0 if the segment is padding that no loader loads
 * @param data the bytes
 * @param fileOffset offset of the segment's header from the start of the image; the data follow 8 bytes later
 */
public record EspSegment(int address, ByteView data, int fileOffset) {
    /** Size of the header (address, length) before the data. */
    public static final int HEADER_SIZE = 8;

    /** The memories its address lies in. */
    public List<MemoryType> memoryTypes() {
        return MemoryType.of(address);
    }

    /** Whether the flash caches map it, so that it is not copied. */
    public boolean isFlashMapped() {
        return MemoryType.isFlashMapped(address);
    }
}
