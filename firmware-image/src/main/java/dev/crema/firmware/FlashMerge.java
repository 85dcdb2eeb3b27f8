package dev.crema.firmware;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How files are merged into one to be flashed at once, as esptool's {@code merge-bin} does it.
 *
 * @param mode SPI mode to set in the bootloader's header; empty to keep it
 * @param frequency flash clock to set; empty to keep it
 * @param flashSize flash size to set; empty to keep it
 * @param targetOffset offset of flash at which the result begins
 * @param padTo size of flash up to which the result is filled with 0xFF
 */
public record FlashMerge(Optional<SpiMode> mode, Optional<SpiFrequency> frequency, Optional<FlashSize> flashSize,
        int targetOffset, Optional<FlashSize> padTo) {

    /** Plain merging from offset 0. */
    public static FlashMerge plain() {
        return new FlashMerge(Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    /**
     * Merges files; what lies between them is 0xFF.
     *
     * @throws FirmwareException if there are none, they overlap, or begin before the target offset
     */
    public byte[] merge(List<FlashPart> files) {
        List<FlashPart> parts = new ArrayList<>(files);
        parts.sort(Comparator.comparingInt(FlashPart::offset));
        checkNoOverlap(parts);
        if (parts.isEmpty() || parts.getFirst().offset() < targetOffset) {
            throw new FirmwareException(parts.isEmpty() ? "There is nothing to merge; give offsets and files."
                    : "%s goes to 0x%x, before the target offset 0x%x; choose a smaller target offset.".formatted(
                            parts.getFirst().bytes().name(), parts.getFirst().offset(), targetOffset));
        }
        long end = Math.max(parts.getLast().end(), padTo.map(FlashSize::bytes).orElse(0));
        if (end > FlashSize.MB_128.bytes()) {
            throw new FirmwareException("%s ends at 0x%x, beyond 128 MiB, the largest flash; correct its offset.",
                    parts.getLast().bytes().name(), end);
        }
        byte[] result = new byte[(int) end - targetOffset];
        Arrays.fill(result, (byte) 0xff);
        for (FlashPart part : parts) {
            part.bytes().copyTo(result, part.offset() - targetOffset);
            if (part.offset() == FlashImage.BOOTLOADER_OFFSET && (mode.isPresent() || frequency.isPresent()
                    || flashSize.isPresent())) {
                byte[] changed = withFlash(EspImage.parse(part.bytes()).requireEsp32());
                System.arraycopy(changed, 0, result, part.offset() - targetOffset, changed.length);
            }
        }
        return result;
    }

    private byte[] withFlash(EspImage image) {
        EspImageHeader header = image.header();
        int size = flashSize.map(FlashSize::ordinal).orElse(header.spiSpeedAndSize() >> 4);
        int speed = frequency.map(SpiFrequency::code).orElse(header.spiSpeedAndSize() & 0xf);
        return image.withHeader(header.withFlash(mode.map(SpiMode::ordinal).orElse(header.spiMode()), size << 4 | speed));
    }

    /** Insists that no file of a list sorted by offset reaches into the next. */
    static void checkNoOverlap(List<FlashPart> parts) {
        for (int i = 1; i < parts.size(); i++) {
            FlashPart last = parts.get(i - 1);
            FlashPart next = parts.get(i);
            if (next.offset() < last.end()) {
                throw new FirmwareException("%s (0x%x to 0x%x) and %s (0x%x to 0x%x) overlap in flash; correct their offsets.",
                        last.bytes().name(), last.offset(), last.end(), next.bytes().name(), next.offset(), next.end());
            }
        }
    }
}
