package dev.crema.cli.image;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.FlashPart;
import dev.crema.firmware.FlashSize;
import dev.crema.firmware.PartitionCsv;
import dev.crema.firmware.PartitionTable;
import dev.crema.firmware.report.PartitionReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crema image partition-table}. */
@Command(name = "partition-table",
        description = "Prints a partition table as espflash does, or converts it between binary and CSV.",
        mixinStandardHelpOptions = true)
final class PartitionTableCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Conversion conversion = new Conversion();

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "Where the result goes (default: standard output).")
    private Optional<Path> output;

    @Option(names = "--offset", paramLabel = "OFFSET", defaultValue = "0x8000",
            description = "Where the table will lie in flash (default: ${DEFAULT-VALUE}).")
    private String offset;

    @Option(names = "--flash-size", paramLabel = "SIZE",
            description = "Insist that the partitions fit into this size, such as 4MB.")
    private Optional<String> flashSize;

    @Parameters(paramLabel = "FILE", description = "The partition table, binary or CSV.")
    private Path file;

    /** What to convert to. */
    private static final class Conversion {
        @Option(names = "--to-csv", description = "Convert to CSV.")
        private boolean toCsv;

        @Option(names = "--to-binary", description = "Convert to the binary form.")
        private boolean toBinary;
    }

    @Override
    public void run() {
        ByteView bytes = FirmwareFiles.read(file);
        PartitionTable table = PartitionTable.startsAt(bytes) ? PartitionTable.parse(bytes)
                : PartitionCsv.parse(bytes, FlashPart.parseOffset(offset));
        flashSize.map(FlashSize::parse).ifPresent(size -> table.requireFits(size.bytes()));
        byte[] result = conversion.toBinary ? table.toBytes()
                : (conversion.toCsv ? PartitionCsv.write(table) : PartitionReport.table(table)).getBytes(StandardCharsets.UTF_8);
        if (output.isPresent()) {
            FirmwareFiles.write(output.get(), result, file);
        } else if (conversion.toBinary) {
            System.out.writeBytes(result);
            System.out.flush();
        } else {
            spec.commandLine().getOut().print(new String(result, StandardCharsets.UTF_8));
            spec.commandLine().getOut().flush();
        }
    }
}
