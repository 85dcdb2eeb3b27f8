package dev.crema.firmware;

import java.util.Optional;

/**
 * What a second-stage bootloader of ESP-IDF 5.2 and later says of itself: {@code esp_bootloader_desc_t}, the first 80 bytes of
 * its data.
 *
 * @param version chosen by the project
 * @param idfVersion of ESP-IDF
 * @param dateTime of compilation
 */
public record BootloaderDescriptor(long version, String idfVersion, String dateTime) {
    /** Number of bytes. */
    public static final int SIZE = 80;

    private static final int MAGIC = 0x50;

    /** The descriptor at the start of some bytes, if there is one. */
    public static Optional<BootloaderDescriptor> parse(ByteView b) {
        if (b.size() < SIZE || b.u8(0) != MAGIC) {
            return Optional.empty();
        }
        return Optional.of(new BootloaderDescriptor(b.u32(4), b.text(8, 32), b.text(40, 24)));
    }
}
