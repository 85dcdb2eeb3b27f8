package dev.crema.firmware;

import java.util.HexFormat;
import java.util.Optional;

/**
 * What an application says of itself: {@code esp_app_desc_t}, the first 256 bytes of its first mapped segment.
 *
 * @param secureVersion for anti-rollback
 * @param version of the application
 * @param projectName as the build names it
 * @param time of compilation
 * @param date of compilation
 * @param idfVersion of ESP-IDF
 * @param elfSha256 SHA-256 of the ELF file the image was made from, 32 bytes in hexadecimal; zeros if not filled in
 * @param minEfuseBlockRevision major * 100 + minor
 * @param maxEfuseBlockRevision major * 100 + minor
 * @param mmuPageSizeLog2 base-2 logarithm of the MMU page size, 0 if not given
 */
public record AppDescriptor(long secureVersion, String version, String projectName, String time, String date, String idfVersion,
        String elfSha256, int minEfuseBlockRevision, int maxEfuseBlockRevision, int mmuPageSizeLog2) {

    /** Number of bytes. */
    public static final int SIZE = 256;
    /** Offset of {@link #elfSha256} within the descriptor. */
    public static final int ELF_SHA256_OFFSET = 144;

    /** Offset of the descriptor in an image and within the MMU page it is mapped at: behind both headers. */
    public static final int PLACE_IN_PAGE = EspImageHeader.SIZE + EspSegment.HEADER_SIZE;

    private static final int MAGIC = 0xABCD5432;

    /** The descriptor at the start of some bytes, if there is one. */
    public static Optional<AppDescriptor> parse(ByteView b) {
        if (b.size() < SIZE || b.i32(0) != MAGIC) {
            return Optional.empty();
        }
        return Optional.of(new AppDescriptor(b.u32(4), b.text(16, 32), b.text(48, 32), b.text(80, 16), b.text(96, 16),
                b.text(112, 32), HexFormat.of().formatHex(b.slice(ELF_SHA256_OFFSET, 32).toArray()),
                b.u16(176), b.u16(178), b.u8(180)));
    }
}
