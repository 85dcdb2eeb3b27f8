package dev.crema.cli.image;

import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.FlashMerge;
import dev.crema.firmware.FlashPart;
import dev.crema.firmware.FlashSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crema image merge}. */
@Command(name = "merge", description = "Merges files into one to be flashed at once, as esptool's merge-bin does.",
        mixinStandardHelpOptions = true)
final class MergeCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private FlashOptions flash;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "FILE", description = "Where the result goes.")
    private Path output;

    @Option(names = {"-t", "--target-offset"}, paramLabel = "OFFSET", defaultValue = "0",
            description = "Offset at which the result will be flashed (default: ${DEFAULT-VALUE}).")
    private String targetOffset;

    @Option(names = "--pad-to-size", paramLabel = "SIZE", description = "Fill the result with 0xFF up to this flash size.")
    private Optional<String> padTo;

    @Parameters(arity = "1..*", paramLabel = "OFFSET=FILE",
            description = "Files with their offsets, also as OFFSET FILE; or a build folder.")
    private List<String> files;

    @Override
    public void run() {
        int target = FlashPart.parseOffset(targetOffset);
        List<FlashPart> parts = FlashPart.parse(files);
        byte[] merged = new FlashMerge(flash.mode(), flash.frequency(), flash.size(), target, padTo.map(FlashSize::parse))
                .merge(parts);
        FirmwareFiles.write(output, merged, parts.stream().map(part -> Path.of(part.bytes().name())).toArray(Path[]::new));
        spec.commandLine().getOut().printf("Wrote 0x%x bytes to file '%s', ready to flash to offset 0x%x.%n",
                merged.length, output, target);
        spec.commandLine().getOut().flush();
    }
}
