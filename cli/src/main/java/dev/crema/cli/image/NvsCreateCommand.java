package dev.crema.cli.image;

import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.Numbers;
import dev.crema.firmware.nvs.NvsCsv;
import dev.crema.firmware.nvs.NvsVersion;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crema image nvs create}. */
@Command(name = "create", description = "Creates an NVS partition from CSV, byte for byte as esp-idf-nvs-partition-gen does.",
        mixinStandardHelpOptions = true)
final class NvsCreateCommand implements Runnable {
    @Option(names = "--version-of-nvs", paramLabel = "V1|V2", defaultValue = "V2",
            description = "V1 for ESP-IDF before 3.2, V2 for later (default: ${DEFAULT-VALUE}).")
    private NvsVersion version;

    @Parameters(index = "0", paramLabel = "CSV", description = "Lines of key,type,encoding,value.")
    private Path csv;

    @Parameters(index = "1", paramLabel = "OUTPUT", description = "Where the partition goes.")
    private Path output;

    @Parameters(index = "2", paramLabel = "SIZE", description = "Size of the partition, such as 0x6000.")
    private String size;

    @Override
    public void run() {
        int bytes = Numbers.parse(size).stream().filter(value -> value <= 1 << 27).mapToInt(value -> (int) value).findFirst()
                .orElseThrow(() -> new FirmwareException("\"%s\" is no size of a partition; give one such as 0x6000.", size));
        FirmwareFiles.write(output, NvsCsv.create(FirmwareFiles.read(csv), Path.of(""), bytes, version), csv);
    }
}
