package dev.crema.cli.run;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.FlashImageBuilder;
import dev.crema.firmware.FlashSize;
import dev.crema.firmware.Numbers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How what is to be flashed is laid out, as espflash and esptool take it. */
final class FirmwareParts {
    @Option(names = "--bootloader", paramLabel = "FILE", description = "Second-stage bootloader, for 0x1000.")
    private Optional<Path> bootloader = Optional.empty();

    @Option(names = {"-T", "--partition-table"}, paramLabel = "FILE", description = "Partition table, binary or CSV.")
    private Optional<Path> partitionTable = Optional.empty();

    @Option(names = "--partition-table-offset", paramLabel = "OFFSET", description = "Where it lies (default: 0x8000).")
    private Optional<String> partitionTableOffset = Optional.empty();

    @Option(names = {"-s", "--flash-size"}, paramLabel = "SIZE", description = "1MB, 2MB, 4MB, 8MB or 16MB (default: 4MB or what the image needs).")
    private Optional<String> flashSize = Optional.empty();

    @Option(names = "--elf", paramLabel = "FILE",
            description = "ELF file with the symbols of an application that is given in another form.")
    private Optional<Path> elf = Optional.empty();

    /**
     * Reads the files.
     *
     * @param images files or OFFSET=FILE
     * @param previous what the flash chip holds already, where nothing is flashed
     */
    FlashImage read(List<String> images, Optional<ByteView> previous) {
        FlashImageBuilder builder = FlashImage.builder();
        previous.ifPresent(builder::onto);
        partitionTableOffset.ifPresent(offset -> builder.partitionTableOffset(offset(offset)));
        flashSize.ifPresent(size -> builder.flashSize(FlashSize.parse(size)));
        bootloader.ifPresent(builder::bootloader);
        partitionTable.ifPresent(builder::partitionTable);
        elf.ifPresent(builder::elf);
        images.forEach(builder::argument);
        return builder.build();
    }

    private static int offset(String text) {
        return (int) Numbers.parse(text).stream().filter(value -> value >= 0 && value < Integer.MAX_VALUE).findFirst().orElseThrow(
                () -> new FirmwareException("\"%s\" is no offset in flash; give a number such as 0x8000.", text));
    }
}
