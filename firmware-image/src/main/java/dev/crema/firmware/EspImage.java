package dev.crema.firmware;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An image as the mask ROM and the second-stage bootloader load it: header, segments, checksum and often a SHA-256. An
 * application's {@code .bin} is one, and so is a bootloader. Format: ESP-IDF Programming Guide, "App Image Format".
 */
public final class EspImage {
    /** The largest number of segments a loader accepts ({@code ESP_IMAGE_MAX_SEGMENTS}). */
    public static final int MAX_SEGMENTS = 16;
    /** What the checksum starts from. */
    public static final int CHECKSUM_SEED = 0xEF;

    private static final int HASH_SIZE = 32;
    private static final int MMU_PAGE = 0x10000;

    private final ByteView bytes;
    private final EspImageHeader header;
    private final List<EspSegment> segments;
    private final int checksumOffset;

    private EspImage(ByteView bytes, EspImageHeader header, List<EspSegment> segments, int checksumOffset) {
        this.bytes = bytes;
        this.header = header;
        this.segments = List.copyOf(segments);
        this.checksumOffset = checksumOffset;
    }

    /**
     * Reads the image at the start of some bytes; what follows it is not looked at. Checksum, hash and chip are read but not
     * judged: {@link #verify} does that.
     */
    public static EspImage parse(ByteView bytes) {
        EspImageHeader header = EspImageHeader.parse(bytes);
        if (header.segmentCount() > MAX_SEGMENTS) {
            throw new FirmwareException("%s claims %d segments at offset 1, but a loader takes at most %d; "
                    + "build the image again.", bytes.name(), header.segmentCount(), MAX_SEGMENTS);
        }
        if (header.hashAppended() > 1) {
            throw new FirmwareException("%s has 0x%02x at offset 23, where 0 or 1 says whether a SHA-256 follows; "
                    + "build the image again.", bytes.name(), header.hashAppended());
        }
        List<EspSegment> segments = new ArrayList<>();
        long at = EspImageHeader.SIZE;
        for (int i = 0; i < header.segmentCount(); i++) {
            int address = bytes.i32(at);
            long length = bytes.u32(at + 4);
            long left = bytes.size() - at - EspSegment.HEADER_SIZE;
            if (length > left) {
                throw new FirmwareException("%s is cut off: segment %d (load address 0x%08x) has %d bytes from offset 0x%x on, "
                        + "but only %d follow; get the file again.",
                        bytes.name(), i, address, length, at + EspSegment.HEADER_SIZE, left);
            }
            segments.add(new EspSegment(address, bytes.slice(at + EspSegment.HEADER_SIZE, length), (int) at));
            at += EspSegment.HEADER_SIZE + length;
        }
        // The checksum is the last byte of a block of 16.
        int checksumOffset = (int) (at | 15);
        int end = checksumOffset + 1 + header.hashAppended() * HASH_SIZE;
        return new EspImage(bytes.slice(0, end), header, segments, checksumOffset);
    }

    /**
     * Insists that an ESP32 would load this image.
     *
     * @return this image
     * @throws FirmwareException if it is for another chip, its checksum or its SHA-256 is wrong, or a segment cannot be mapped
     */
    public EspImage verify() {
        requireEsp32();
        if (storedChecksum() != computedChecksum()) {
            throw new FirmwareException("%s is damaged: its checksum at offset 0x%x is 0x%02x, but its segments give 0x%02x; "
                    + "get the file again.", bytes.name(), checksumOffset, storedChecksum(), computedChecksum());
        }
        if (storedHash().isPresent() && !storedHash().get().equals(computedHash())) {
            throw new FirmwareException("%s is damaged: its SHA-256 at offset 0x%x is %s..., but its bytes give %s...; "
                    + "get the file again.", bytes.name(), checksumOffset + 1, storedHash().get().substring(0, 16),
                    computedHash().substring(0, 16));
        }
        for (EspSegment segment : segments) {
            int dataOffset = segment.fileOffset() + EspSegment.HEADER_SIZE;
            if (segment.isFlashMapped() && (dataOffset - segment.address()) % MMU_PAGE != 0) {
                throw new FirmwareException("%s has a segment for 0x%08x at offset 0x%x, which the MMU cannot map there: the two "
                        + "must agree in their last 16 bits; build the image again.", bytes.name(), segment.address(),
                        dataOffset);
            }
        }
        return this;
    }

    /**
     * Insists that this image is for the ESP32.
     *
     * @return this image
     */
    public EspImage requireEsp32() {
        if (header.chipId() != ChipId.ESP32.code()) {
            throw new FirmwareException("%s is for %s (chip id %d at offset 12), not for the ESP32; build it for the ESP32.",
                    bytes.name(), header.chip().map(chip -> "the " + chip.chipName()).orElse("an unknown chip"), header.chipId());
        }
        return this;
    }

    /**
     * The same image for a flash chip read in another way, with its hash made anew.
     *
     * @param newHeader the header; only mode, frequency and size should differ
     */
    public byte[] withHeader(EspImageHeader newHeader) {
        byte[] result = bytes.toArray();
        System.arraycopy(newHeader.toBytes(), 0, result, 0, EspImageHeader.SIZE);
        if (header.hashAppended() == 1) {
            byte[] hash = Digests.sha256(ByteView.of(bytes.name(), result).slice(0, checksumOffset + 1));
            System.arraycopy(hash, 0, result, checksumOffset + 1, hash.length);
        }
        return result;
    }

    /** The 24 bytes it begins with. */
    public EspImageHeader header() {
        return header;
    }

    /** Its segments in the order of the file. */
    public List<EspSegment> segments() {
        return segments;
    }

    /** The whole image, from the header to the checksum or hash. */
    public ByteView bytes() {
        return bytes;
    }

    /** Address of the first instruction. */
    public int entry() {
        return header.entry();
    }

    /** The checksum as it stands in the file. */
    public int storedChecksum() {
        return bytes.u8(checksumOffset);
    }

    /** The checksum as it should be: the exclusive or of all segments' bytes and 0xEF. */
    public int computedChecksum() {
        return segments.stream().mapToInt(segment -> segment.data().xor()).reduce(CHECKSUM_SEED, (a, b) -> a ^ b);
    }

    /** The appended SHA-256 in hexadecimal, if the header says that there is one. */
    public Optional<String> storedHash() {
        return header.hashAppended() == 0 ? Optional.empty()
                : Optional.of(HexFormat.of().formatHex(bytes.slice(checksumOffset + 1, HASH_SIZE).toArray()));
    }

    /** The SHA-256 as it should be, in hexadecimal. */
    public String computedHash() {
        return HexFormat.of().formatHex(Digests.sha256(bytes.slice(0, checksumOffset + 1)));
    }

    /** What the application says of itself, at the start of its first segment in DROM. */
    public Optional<AppDescriptor> appDescriptor() {
        return segments.stream().filter(segment -> MemoryType.DROM.contains(segment.address())).findFirst()
                .flatMap(segment -> AppDescriptor.parse(segment.data()));
    }

    /**
     * Whether the image is all in RAM, so that the mask ROM can load it from the bootloader's place: a second-stage bootloader,
     * or a small program that needs none.
     */
    public boolean isRamOnly() {
        return segments.stream().noneMatch(EspSegment::isFlashMapped);
    }
}
