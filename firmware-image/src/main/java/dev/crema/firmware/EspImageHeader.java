package dev.crema.firmware;

import java.util.Optional;

/**
 * The 24 bytes an image begins with: {@code esp_image_header_t}. The fields are as they stand in the file, for an image may hold
 * codes that mean nothing; the derived methods give their meaning.
 *
 * @param segmentCount number of segments that the loader sees
 * @param spiMode code of the {@link SpiMode}
 * @param spiSpeedAndSize low nibble code of the {@link SpiFrequency}, high nibble code of the {@link FlashSize}
 * @param entry address of the first instruction
 * @param wpPin GPIO of the flash's write-protect pin, 0xEE if not used
 * @param pinDrives three bytes of drive strengths, two pins each from the low nibble: clk, q, d, cs0, hd, wp
 * @param chipId code of the {@link ChipId}
 * @param minRevisionMajor smallest chip revision as written before full revisions, major number only
 * @param minRevision smallest chip revision, major * 100 + minor
 * @param maxRevision largest chip revision, major * 100 + minor; 0 or 65535 if there is no limit
 * @param hashAppended last byte: 1 if a SHA-256 follows the checksum, 0 if not
 */
public record EspImageHeader(int segmentCount, int spiMode, int spiSpeedAndSize, int entry, int wpPin, int pinDrives, int chipId,
        int minRevisionMajor, int minRevision, int maxRevision, int hashAppended) {

    /** The first byte of an image. */
    public static final int MAGIC = 0xE9;
    /** Number of bytes. */
    public static final int SIZE = 24;
    /** {@link #wpPin} where no pin is used. */
    public static final int WP_PIN_DISABLED = 0xEE;

    /** Reads a header. */
    public static EspImageHeader parse(ByteView bytes) {
        if (bytes.size() == 0) {
            throw new FirmwareException("%s is empty; build the image again.", bytes.name());
        }
        if (bytes.u8(0) != MAGIC) {
            throw new FirmwareException("%s is not an ESP image: it begins with 0x%02x, not with 0x%02x; "
                    + "give an application, a bootloader, a merged flash image or an ELF file.", bytes.name(), bytes.u8(0),
                    MAGIC);
        }
        return new EspImageHeader(bytes.u8(1), bytes.u8(2), bytes.u8(3), bytes.i32(4), bytes.u8(8),
                bytes.u16(9) | bytes.u8(11) << 16, bytes.u16(12), bytes.u8(14), bytes.u16(15), bytes.u16(17), bytes.u8(23));
    }

    /** The header as it stands in a file. */
    public byte[] toBytes() {
        byte[] b = new byte[SIZE];
        b[0] = (byte) MAGIC;
        b[1] = (byte) segmentCount;
        b[2] = (byte) spiMode;
        b[3] = (byte) spiSpeedAndSize;
        LittleEndian.putI32(b, 4, entry);
        b[8] = (byte) wpPin;
        b[9] = (byte) pinDrives;
        b[10] = (byte) (pinDrives >> 8);
        b[11] = (byte) (pinDrives >> 16);
        LittleEndian.putU16(b, 12, chipId);
        b[14] = (byte) minRevisionMajor;
        LittleEndian.putU16(b, 15, minRevision);
        LittleEndian.putU16(b, 17, maxRevision);
        b[23] = (byte) hashAppended;
        return b;
    }

    /** How the flash is to be read, if the code means anything. */
    public Optional<SpiMode> mode() {
        return SpiMode.of(spiMode);
    }

    /** The flash clock, if the code means anything. */
    public Optional<SpiFrequency> frequency() {
        return SpiFrequency.of(spiSpeedAndSize & 0xf);
    }

    /** The size of the flash chip, if the code means anything. */
    public Optional<FlashSize> flashSize() {
        return FlashSize.of(spiSpeedAndSize >> 4);
    }

    /** The chip the image is for, if it is a known one. */
    public Optional<ChipId> chip() {
        return ChipId.of(chipId);
    }

    /** The same header with another smallest chip revision. */
    public EspImageHeader withMinRevision(int newMinRevision) {
        return new EspImageHeader(segmentCount, spiMode, spiSpeedAndSize, entry, wpPin, pinDrives, chipId, minRevisionMajor,
                newMinRevision, maxRevision, hashAppended);
    }

    /** The same header for a flash chip read in another way. */
    EspImageHeader withFlash(int newMode, int newSpeedAndSize) {
        return new EspImageHeader(segmentCount, newMode, newSpeedAndSize, entry, wpPin, pinDrives, chipId, minRevisionMajor,
                minRevision, maxRevision, hashAppended);
    }
}
