package dev.crema.firmware.report;

import dev.crema.firmware.AppDescriptor;
import dev.crema.firmware.BootloaderDescriptor;
import dev.crema.firmware.ByteView;
import dev.crema.firmware.ChipId;
import dev.crema.firmware.EspImage;
import dev.crema.firmware.EspImageHeader;
import dev.crema.firmware.EspSegment;
import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.FlashApp;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.FlashSize;
import dev.crema.firmware.MemoryType;
import dev.crema.firmware.PartitionTable;
import dev.crema.firmware.SpiFrequency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Describes images in the words of esptool 5 ({@code esptool image-info}). */
public final class ImageInfo {
    private static final String CHIP = ChipId.ESP32.chipName();

    private final StringBuilder out = new StringBuilder();

    private ImageInfo() {
    }

    /**
     * Describes what a path holds: one image, or all images of a merged one, of a build folder, or of an ELF file once it is
     * converted.
     */
    public static String of(Path path) {
        if (Files.isDirectory(path)) {
            return ofFlash(FlashImage.read(path));
        }
        ByteView file = FirmwareFiles.read(path);
        boolean isOneImage = file.size() > 0 && file.u8(0) == EspImageHeader.MAGIC && !isMerged(file);
        return isOneImage ? ofFile(file) : ofFlash(FlashImage.read(path));
    }

    private static boolean isMerged(ByteView file) {
        int table = PartitionTable.DEFAULT_OFFSET - FlashImage.BOOTLOADER_OFFSET;
        return file.size() > table && PartitionTable.startsAt(file.from(table)) && EspImage.parse(file).isRamOnly();
    }

    /** Describes the one image that a file holds; a wrong checksum or hash is reported, not refused. */
    public static String ofFile(ByteView file) {
        ImageInfo info = new ImageInfo();
        EspImage image = EspImage.parse(file).requireEsp32();
        info.line("Image size: %d bytes", file.size());
        info.line("Detected image type: %s", CHIP);
        info.image(image);
        return info.out.toString();
    }

    /** Describes all images in flash, and the partition table. */
    public static String ofFlash(FlashImage flash) {
        ImageInfo info = new ImageInfo();
        info.line("Merged binary image detected. Processing each file individually.");
        int count = flash.apps().size() + (flash.hasBootloader() ? 1 : 0);
        int number = 0;
        if (flash.bootloader().isPresent()) {
            info.heading(++number, count, FlashImage.BOOTLOADER_OFFSET, flash.bootloader().get());
            info.image(flash.bootloader().get());
        }
        for (FlashApp app : flash.apps()) {
            info.heading(++number, count, app.offset(), app.image());
            info.image(app.image());
        }
        if (!flash.partitions().partitions().isEmpty()) {
            info.line("");
            info.title("Partition Table");
            info.out.append(PartitionReport.table(flash.partitions()));
        }
        return info.out.toString();
    }

    private void heading(int number, int count, int offset, EspImage image) {
        line("");
        String heading = "Processing file %d/%d, offset: 0x%x, size: %d bytes"
                .formatted(number, count, offset, image.bytes().size());
        line("=".repeat(heading.length()));
        title(heading);
        if (number == 1) {
            line("Detected image type: %s", CHIP);
        }
    }

    private void image(EspImage image) {
        header(image.header());
        extendedHeader(image.header());
        segments(image.segments());
        footer(image);
        image.segments().stream().filter(segment -> MemoryType.DROM.contains(segment.address())).findFirst()
                .ifPresentOrElse(segment -> AppDescriptor.parse(segment.data()).ifPresent(this::application),
                        () -> lastInDataRam(image).flatMap(segment -> BootloaderDescriptor.parse(segment.data()))
                                .ifPresent(this::bootloader));
    }

    private static Optional<EspSegment> lastInDataRam(EspImage image) {
        return image.segments().reversed().stream().filter(segment -> MemoryType.DRAM.contains(segment.address())
                && segment.data().size() >= BootloaderDescriptor.SIZE).findFirst();
    }

    private void header(EspImageHeader header) {
        line("");
        title(CHIP + " Image Header");
        line("Image version: 1");
        line(header.entry() == 0 ? "Entry point not set" : "Entry point: %s", "%#8x".formatted(header.entry()));
        line("Segments: %d", header.segmentCount());
        line("%s", header.flashSize().map(FlashSize::text).map("Flash size: "::concat)
                .orElseGet(() -> "WARNING: Invalid flash size (0x%02x)".formatted(header.spiSpeedAndSize() & 0xf0)));
        line("%s", header.frequency().map(SpiFrequency::text).map("Flash freq: "::concat)
                .orElseGet(() -> "WARNING: Invalid flash frequency (0x%x)".formatted(header.spiSpeedAndSize() & 0xf)));
        line("%s", header.mode().map(mode -> "Flash mode: " + mode)
                .orElseGet(() -> "WARNING: Invalid flash mode (%d)".formatted(header.spiMode())));
    }

    private void extendedHeader(EspImageHeader header) {
        line("");
        title(CHIP + " Extended Image Header");
        line("WP pin: 0x%x%s", header.wpPin(), header.wpPin() == EspImageHeader.WP_PIN_DISABLED ? " (disabled)" : "");
        int drives = header.pinDrives();
        line("Flash pins drive settings: clk_drv: 0x%x, q_drv: 0x%x, d_drv: 0x%x, cs0_drv: 0x%x, hd_drv: 0x%x, wp_drv: 0x%x",
                drives & 0xf, drives >> 4 & 0xf, drives >> 8 & 0xf, drives >> 12 & 0xf, drives >> 16 & 0xf, drives >> 20 & 0xf);
        line("Chip ID: %d (%s)", header.chipId(), CHIP);
        line("Minimal chip revision: v%d.%d, (legacy min_rev = %d)", header.minRevision() / 100, header.minRevision() % 100,
                header.minRevisionMajor());
        line("Maximal chip revision: v%d.%d", header.maxRevision() / 100, header.maxRevision() % 100);
    }

    private void segments(List<EspSegment> segments) {
        line("");
        title("Segments Information");
        line("Segment   Length   Load addr   File offs  Memory types");
        line("-------  -------  ----------  ----------  ------------");
        for (int i = 0; i < segments.size(); i++) {
            EspSegment segment = segments.get(i);
            line("%7d  0x%05x  0x%08x  0x%08x  %s", i, segment.data().size(), segment.address(), segment.fileOffset(),
                    segment.memoryTypes().stream().map(MemoryType::esptoolName).collect(Collectors.joining(", ")));
        }
    }

    private void footer(EspImage image) {
        line("");
        title(CHIP + " Image Footer");
        line("Checksum: 0x%02x (%s)", image.storedChecksum(), image.storedChecksum() == image.computedChecksum() ? "valid"
                : "invalid - calculated 0x%02x".formatted(image.computedChecksum()));
        image.storedHash().ifPresent(hash ->
                line("Validation hash: %s (%s)", image.computedHash(), hash.equals(image.computedHash()) ? "valid" : "invalid"));
    }

    private void application(AppDescriptor app) {
        line("");
        title("Application Information");
        line("Project name: %s", app.projectName());
        line("App version: %s", app.version());
        line("Compile time: %s %s", app.date(), app.time());
        line("ELF file SHA256: %s", app.elfSha256());
        line("ESP-IDF: %s", app.idfVersion());
        line("Minimal eFuse block revision: %d.%d", app.minEfuseBlockRevision() / 100, app.minEfuseBlockRevision() % 100);
        line("Maximal eFuse block revision: %d.%d", app.maxEfuseBlockRevision() / 100, app.maxEfuseBlockRevision() % 100);
        if (app.mmuPageSizeLog2() != 0) {
            line("MMU page size: %d KB", (1L << app.mmuPageSizeLog2()) / 1024);
        }
        line("Secure version: %d", app.secureVersion());
    }

    private void bootloader(BootloaderDescriptor bootloader) {
        line("");
        title("Bootloader Information");
        line("Bootloader version: %d", bootloader.version());
        line("ESP-IDF: %s", bootloader.idfVersion());
        line("Compile time: %s", bootloader.dateTime());
    }

    private void title(String title) {
        line("%s", title);
        line("=".repeat(title.length()));
    }

    private void line(String format, Object... values) {
        out.append(format.formatted(values)).append('\n');
    }
}
