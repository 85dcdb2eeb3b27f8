package dev.crema.firmware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a build system says is to be flashed.
 *
 * @param placed files with their offsets
 * @param app an application that goes where the partition table has room for one
 * @param flashSize as the build was configured
 * @param elfFiles programs that may hold the symbols
 */
record BuildFolder(List<PlacedFile> placed, Optional<Path> app, Optional<FlashSize> flashSize, List<Path> elfFiles) {
    private static final String FLASHER_ARGS = "flasher_args.json";
    private static final String FLASH_ARGS = "flash_args";
    private static final int MOST_ELF_FILES = 16;

    /** A file and where it goes. */
    record PlacedFile(int offset, Path file) {
    }

    /** The files with their offsets, read. */
    List<FlashPart> parts() {
        return placed.stream().map(file -> new FlashPart(file.offset(), FirmwareFiles.read(file.file()))).toList();
    }

    /** Looks into a folder for what ESP-IDF, Arduino or PlatformIO leave there. */
    static BuildFolder read(Path folder) {
        for (Path candidate : List.of(folder, folder.resolve("build"))) {
            if (Files.exists(candidate.resolve(FLASHER_ARGS))) {
                return readFlasherArgs(candidate.resolve(FLASHER_ARGS));
            }
            if (Files.exists(candidate.resolve(FLASH_ARGS))) {
                return readFlashArgs(candidate.resolve(FLASH_ARGS));
            }
        }
        Path app = folder.resolve("firmware.bin");
        if (Files.exists(app) && Files.exists(folder.resolve("partitions.bin"))) {
            return new BuildFolder(List.of(new PlacedFile(FlashImage.BOOTLOADER_OFFSET, folder.resolve("bootloader.bin")),
                    new PlacedFile(PartitionTable.DEFAULT_OFFSET, folder.resolve("partitions.bin"))),
                    Optional.of(app), Optional.empty(), elfFiles(folder));
        }
        throw new FirmwareException("%s is not a build folder: it has neither %s (ESP-IDF) nor %s (Arduino) nor firmware.bin "
                + "with partitions.bin (PlatformIO); give the folder that the build writes to.", folder, FLASHER_ARGS, FLASH_ARGS);
    }

    /** Reads the {@code flasher_args.json} of an ESP-IDF build. */
    static BuildFolder readFlasherArgs(Path file) {
        Map<?, ?> json = Json.object(FirmwareFiles.read(file));
        if (json.get("extra_esptool_args") instanceof Map<?, ?> extra && extra.get("chip") instanceof String chip
                && !chip.equals("esp32")) {
            throw new FirmwareException("%s is a build for chip \"%s\", not for the esp32; set the target esp32 and build again.",
                    file, chip);
        }
        if (!(json.get("flash_files") instanceof Map<?, ?> files) || files.isEmpty()) {
            throw new FirmwareException("%s names no \"flash_files\"; build the project again.", file);
        }
        List<PlacedFile> placed = new ArrayList<>();
        files.forEach((offset, path) -> placed.add(placed(file, offset.toString(), path.toString())));
        Optional<FlashSize> size = json.get("flash_settings") instanceof Map<?, ?> settings
                && settings.get("flash_size") instanceof String text && !text.equals("detect") && !text.equals("keep")
                ? Optional.of(FlashSize.parse(text)) : Optional.empty();
        return new BuildFolder(placed, Optional.empty(), size, elfFiles(file.toAbsolutePath().getParent()));
    }

    /** Reads the arguments for esptool that ESP-IDF and Arduino leave: options, then lines of offset and file. */
    private static BuildFolder readFlashArgs(Path file) {
        List<PlacedFile> placed = new ArrayList<>();
        for (String line : FirmwareFiles.read(file).text().lines().map(String::strip).toList()) {
            int space = line.indexOf(' ');
            if (line.startsWith("0x") && space > 0) {
                placed.add(placed(file, line.substring(0, space), line.substring(space + 1).strip()));
            }
        }
        if (placed.isEmpty()) {
            throw new FirmwareException("%s names no files with their offsets; build the project again.", file);
        }
        return new BuildFolder(placed, Optional.empty(), Optional.empty(), elfFiles(file.toAbsolutePath().getParent()));
    }

    private static PlacedFile placed(Path list, String offset, String path) {
        long value = Numbers.parse(offset).orElse(-1);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new FirmwareException("%s gives \"%s\" as the offset of %s, which is no offset in flash; "
                    + "build the project again.", list, offset, path);
        }
        return new PlacedFile((int) value, list.resolveSibling(path));
    }

    private static List<Path> elfFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".elf")).sorted(Comparator.naturalOrder())
                    .limit(MOST_ELF_FILES).toList();
        } catch (IOException e) {
            throw new FirmwareException("The folder %s cannot be read (%s); check its permissions.", folder, e.getMessage());
        }
    }
}
