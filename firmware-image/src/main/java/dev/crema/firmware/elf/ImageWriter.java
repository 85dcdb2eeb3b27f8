package dev.crema.firmware.elf;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.Digests;
import dev.crema.firmware.EspImage;
import dev.crema.firmware.EspImageHeader;
import dev.crema.firmware.EspSegment;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.LittleEndian;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Puts segments one behind the other into an image. A segment that the MMU maps must lie at the same offset within its 64 KiB
 * page in the file as in memory; the gap before it is filled with a segment of RAM where there is one left, or with padding.
 */
final class ImageWriter {
    static final int PAGE = 0x10000;

    /** Longer segments do not fit the mask ROM's and bootloader's counters (esptool refuses them too). */
    private static final int LONGEST_SEGMENT = 1 << 24;
    /**
     * Bootloaders of early ESP-IDF do not map the last page of a segment that reaches less than this into it (a segment header
     * and image header's worth), so no segment ends there.
     */
    private static final int LEAST_IN_LAST_PAGE = 0x24;

    private final String name;
    private final EspImageHeader header;
    private final PaddingRule paddingRule;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int segmentCount;
    private int checksum = EspImage.CHECKSUM_SEED;
    private byte[] elfHash = {};
    private int elfHashOffset = -1;

    /** How many bytes of data a segment before the next one needs, so that the next one is aligned; 0 if it is already. */
    interface PaddingRule {
        int padding(int fileOffset, int address);
    }

    /**
     * @param name of the ELF file, for messages
     * @param header what the image begins with, except for the number of segments
     */
    ImageWriter(String name, EspImageHeader header, PaddingRule paddingRule) {
        this.name = name;
        this.header = header;
        this.paddingRule = paddingRule;
        out.writeBytes(header.toBytes());
    }

    /** Has the ELF file's hash written over the zeros at an offset of the image, once a segment reaches there. */
    void insertElfHash(byte[] hash, int fileOffset) {
        elfHash = hash;
        elfHashOffset = fileOffset;
    }

    /** Number of bytes so far. */
    int size() {
        return out.size();
    }

    /** Number of segments so far, padding included. */
    int segmentCount() {
        return segmentCount;
    }

    /** Writes the mapped segments at their places and the RAM segments between and behind them. */
    void place(List<LoadSegment> mapped, List<LoadSegment> ram) {
        Deque<LoadSegment> filling = new ArrayDeque<>(ram);
        for (LoadSegment segment : mapped) {
            int padding = paddingRule.padding(out.size(), segment.address());
            while (padding > 0) {
                LoadSegment filler = filling.peekFirst();
                if (filler != null && padding > EspSegment.HEADER_SIZE) {
                    filling.removeFirst();
                    write(filler.head(padding));
                    if (filler.data().length > padding) {
                        filling.addFirst(filler.tail(padding));
                    }
                } else {
                    writePadding(padding);
                }
                padding = paddingRule.padding(out.size(), segment.address());
            }
            writeMapped(segment);
        }
        filling.forEach(this::write);
    }

    /** Writes a segment that the MMU maps. */
    void writeMapped(LoadSegment segment) {
        int intoPage = (out.size() + EspSegment.HEADER_SIZE + segment.data().length) % PAGE;
        write(segment.paddedTo(segment.data().length + Math.max(0, LEAST_IN_LAST_PAGE - intoPage)));
    }

    void writePadding(int length) {
        write(new LoadSegment("padding", 0, 1, new byte[length]));
    }

    void write(LoadSegment segment) {
        if (segment.data().length >= LONGEST_SEGMENT) {
            throw new FirmwareException("%s has %d bytes from section %s (0x%08x) on, but an image's segment has less than "
                    + "16 MiB; make the program smaller.", name, segment.data().length, segment.name(), segment.address());
        }
        insertElfHash(segment);
        byte[] segmentHeader = new byte[EspSegment.HEADER_SIZE];
        LittleEndian.putI32(segmentHeader, 0, segment.address());
        LittleEndian.putI32(segmentHeader, 4, segment.data().length);
        out.writeBytes(segmentHeader);
        out.writeBytes(segment.data());
        checksum ^= ByteView.of(name, segment.data()).xor();
        segmentCount++;
    }

    private void insertElfHash(LoadSegment segment) {
        int at = elfHashOffset - out.size() - EspSegment.HEADER_SIZE;
        int length = segment.data().length;
        if (elfHash.length == 0 || at < -EspSegment.HEADER_SIZE || at >= length - EspSegment.HEADER_SIZE) {
            return;
        }
        if (at < 0 || at + elfHash.length > length) {
            throw new FirmwareException("%s has no room for the ELF file's SHA-256 at offset 0x%x of the image, where section %s "
                    + "has an end; choose another offset.", name, elfHashOffset, segment.name());
        }
        ByteView room = ByteView.of(name, segment.data()).slice(at, elfHash.length);
        if (!room.isFilledWith(0)) {
            throw new FirmwareException("%s has other data than zeros at offset 0x%x of the image, in section %s, where the ELF "
                    + "file's SHA-256 is to go; choose another offset.", name, elfHashOffset, segment.name());
        }
        System.arraycopy(elfHash, 0, segment.data(), at, elfHash.length);
    }

    /** Writes the checksum as the last byte of a block of 16. */
    void writeChecksum() {
        while (out.size() % 16 != 15) {
            out.write(0);
        }
        out.write(checksum);
    }

    /**
     * Completes the image with the number of segments and its hash.
     *
     * @param visibleSegments the number for the header
     */
    byte[] finish(int visibleSegments) {
        if (visibleSegments > EspImage.MAX_SEGMENTS) {
            throw new FirmwareException("%s needs %d segments, but an image has at most %d; "
                    + "let its linker script merge sections.", name, visibleSegments, EspImage.MAX_SEGMENTS);
        }
        byte[] image = out.toByteArray();
        image[1] = (byte) visibleSegments;
        if (header.hashAppended() == 1) {
            byte[] hash = Digests.sha256(ByteView.of(name, image));
            image = Arrays.copyOf(image, image.length + hash.length);
            System.arraycopy(hash, 0, image, image.length - hash.length, hash.length);
        }
        return image;
    }
}
