package dev.crema.cli.image;

import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.nvs.NvsCsv;
import dev.crema.firmware.nvs.NvsSource;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crema image nvs set}. */
@Command(name = "set", description = "Sets one value of an NVS partition.", mixinStandardHelpOptions = true)
final class NvsSetCommand implements Runnable {
    @Option(names = "--partition", paramLabel = "LABEL",
            description = "Which partition of a flash image (default: the first for NVS).")
    private Optional<String> label;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "OUTPUT",
            description = "Where the result goes: the partition, or the flash image from offset 0.")
    private Path output;

    @Parameters(index = "0", paramLabel = "FILE", description = "An NVS partition or a flash image.")
    private Path file;

    @Parameters(index = "1", paramLabel = "NAMESPACE")
    private String namespace;

    @Parameters(index = "2", paramLabel = "KEY")
    private String key;

    @Parameters(index = "3", paramLabel = "ENCODING", description = "u8 to i64, string, hex2bin or base64.")
    private String encoding;

    @Parameters(index = "4", paramLabel = "VALUE")
    private String value;

    @Override
    public void run() {
        NvsSource source = NvsSource.read(file, label);
        FirmwareFiles.write(output, source.with(source.contents().with(NvsCsv.entry(namespace, key, encoding, value))), file);
    }
}
