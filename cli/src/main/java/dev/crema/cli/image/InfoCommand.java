package dev.crema.cli.image;

import dev.crema.firmware.report.ImageInfo;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crema image info}. */
@Command(name = "info", description = "Describes images as esptool's image-info does.", mixinStandardHelpOptions = true)
final class InfoCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE",
            description = "An application, a bootloader, a merged flash image, an ELF file or a build folder.")
    private Path file;

    @Override
    public void run() {
        spec.commandLine().getOut().print(ImageInfo.of(file));
        spec.commandLine().getOut().flush();
    }
}
