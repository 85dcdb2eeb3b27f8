package dev.crema.cli.image;

import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.FlashImageBuilder;
import dev.crema.firmware.FlashProgram;
import dev.crema.firmware.FlashSize;
import dev.crema.firmware.report.Contributors;
import dev.crema.firmware.report.LinkerMap;
import dev.crema.firmware.report.SizeReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crema image size}. */
@Command(name = "size", description = "Says how much of its partition an application takes, and what takes the most.",
        mixinStandardHelpOptions = true)
final class SizeCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "IMAGE", description = "An ELF file, an application, a merged flash image or a build folder.")
    private Path image;

    @Option(names = {"-T", "--partition-table"}, paramLabel = "FILE", description = "Partition table, binary or CSV.")
    private Optional<Path> partitionTable;

    @Option(names = {"-s", "--flash-size"}, paramLabel = "SIZE", description = "Size of the flash, such as 4MB.")
    private Optional<String> flashSize;

    @Option(names = "--elf", paramLabel = "FILE", description = "ELF file of the application, if it is not beside it.")
    private Optional<Path> elf;

    @Option(names = "--map", paramLabel = "FILE", description = "Map file of the linker, if it is not beside the ELF file.")
    private Optional<Path> map;

    @Option(names = "--top", paramLabel = "N", defaultValue = "15", description = "How many to name (default: ${DEFAULT-VALUE}).")
    private int top;

    @Override
    public void run() {
        FlashImageBuilder builder = FlashImage.builder().file(image);
        partitionTable.ifPresent(builder::partitionTable);
        flashSize.map(FlashSize::parse).ifPresent(builder::flashSize);
        elf.ifPresent(builder::elf);
        FlashImage flash = builder.build();
        FlashProgram program = flash.program().orElseThrow(() -> new FirmwareException("%s holds no application; give one.", image));
        int size = program.image().bytes().size();
        PrintWriter out = spec.commandLine().getOut();
        out.println(SizeReport.line(size, program.room()));
        flash.elf().ifPresent(symbols -> out.print(SizeReport.contributors(Contributors.of(symbols,
                map.map(FirmwareFiles::read).map(LinkerMap::parse).or(() -> LinkerMap.beside(symbols))), size, top)));
        out.flush();
    }
}
