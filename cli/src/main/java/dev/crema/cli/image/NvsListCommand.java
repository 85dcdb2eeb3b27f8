package dev.crema.cli.image;

import dev.crema.firmware.nvs.NvsCsv;
import dev.crema.firmware.nvs.NvsPartition;
import dev.crema.firmware.nvs.NvsSource;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crema image nvs list}. */
@Command(name = "list", description = "Prints what an NVS partition holds, as CSV that \"nvs create\" reads.",
        mixinStandardHelpOptions = true)
final class NvsListCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--partition", paramLabel = "LABEL",
            description = "Which partition of a flash image (default: the first for NVS).")
    private Optional<String> label;

    @Parameters(paramLabel = "FILE", description = "An NVS partition or a flash image.")
    private Path file;

    @Override
    public void run() {
        NvsPartition contents = NvsSource.read(file, label).contents();
        spec.commandLine().getOut().print(NvsCsv.write(contents));
        spec.commandLine().getOut().flush();
        contents.remarks().forEach(spec.commandLine().getErr()::println);
        spec.commandLine().getErr().flush();
    }
}
