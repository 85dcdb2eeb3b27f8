package dev.crema.firmware.elf;

import dev.crema.firmware.ChipId;
import dev.crema.firmware.EspImageHeader;
import dev.crema.firmware.FlashSize;
import dev.crema.firmware.SpiFrequency;
import dev.crema.firmware.SpiMode;
import java.util.OptionalInt;

/**
 * How an ELF file becomes an image. The two tools of the field, esptool and espflash, agree on the format but not on every byte;
 * the same options give the same bytes as the tool of the chosen {@link Style}.
 *
 * @param style whose output to produce
 * @param mode SPI mode in the header
 * @param frequency flash clock in the header
 * @param flashSize flash size in the header
 * @param minRevisionMajor smallest chip revision in the old form
 * @param minRevision smallest chip revision, major * 100 + minor
 * @param maxRevision largest chip revision, major * 100 + minor
 * @param appendHash whether a SHA-256 follows (esptool's {@code --dont-append-digest} if not)
 * @param useSegments take program headers instead of sections ({@code --use-segments}; esptool only)
 * @param elfHashOffset offset in the image where the ELF file's SHA-256 goes ({@code --elf-sha256-offset}; esptool only); if
 *        empty, it goes into the application descriptor where there is one
 * @param ramOnlyHeader show only the segments in RAM to the loader ({@code --ram-only-header}; esptool only)
 * @param securePad room to leave for a signature (esptool only)
 * @param padToSize fill the file with 0xFF up to a multiple of this; 0 for no filling (esptool only)
 */
public record ImageConversion(Style style, SpiMode mode, SpiFrequency frequency, FlashSize flashSize, int minRevisionMajor,
        int minRevision, int maxRevision, boolean appendHash, boolean useSegments, OptionalInt elfHashOffset,
        boolean ramOnlyHeader, SecurePad securePad, int padToSize) {

    /** No limit to the chip revision, as esptool writes it. */
    public static final int ANY_REVISION = 65535;
    /** The largest chip revision in the bootloader that espflash carries, and so in the images it makes. */
    public static final int ESPFLASH_MAX_REVISION = 399;

    /** The tool to agree with. */
    public enum Style { ESPTOOL, ESPFLASH }

    /** The room for a signature: none, that of secure boot version 1, or of version 2. */
    public enum SecurePad { NONE, V1, V2 }

    /** What esptool does without options: {@code esptool --chip esp32 elf2image}. */
    public static ImageConversion esptool() {
        return new ImageConversion(Style.ESPTOOL, SpiMode.QIO, SpiFrequency.MHZ_40, FlashSize.MB_1, 0, 0, ANY_REVISION, true,
                false, OptionalInt.empty(), false, SecurePad.NONE, 0);
    }

    /** What espflash does without options: {@code espflash save-image --chip esp32}. */
    public static ImageConversion espflash() {
        return new ImageConversion(Style.ESPFLASH, SpiMode.DIO, SpiFrequency.MHZ_40, FlashSize.MB_4, 0, 0, ESPFLASH_MAX_REVISION,
                true, false, OptionalInt.empty(), false, SecurePad.NONE, 0);
    }

    /** The same for a flash chip read in another way. */
    public ImageConversion withFlash(SpiMode newMode, SpiFrequency newFrequency, FlashSize newSize) {
        return new ImageConversion(style, newMode, newFrequency, newSize, minRevisionMajor, minRevision, maxRevision, appendHash,
                useSegments, elfHashOffset, ramOnlyHeader, securePad, padToSize);
    }

    /**
     * Makes the image.
     *
     * @throws dev.crema.firmware.FirmwareException if the program does not lie where an ESP32 has memory, or where a loader can
     *         put it
     */
    public byte[] convert(ElfFile elf) {
        return switch (style) {
            case ESPTOOL -> new EsptoolConverter(elf, this).convert();
            case ESPFLASH -> new EspflashConverter(elf, this).convert();
        };
    }

    /** The header with which the image is to begin. */
    EspImageHeader header(ElfFile elf) {
        return new EspImageHeader(0, mode.ordinal(), flashSize.ordinal() << 4 | frequency.code(), elf.entry(),
                EspImageHeader.WP_PIN_DISABLED, 0, ChipId.ESP32.code(), minRevisionMajor, minRevision, maxRevision,
                appendHash && !ramOnlyHeader ? 1 : 0);
    }

}
