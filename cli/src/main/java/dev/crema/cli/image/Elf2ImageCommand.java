package dev.crema.cli.image;

import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.Numbers;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ImageConversion;
import dev.crema.firmware.elf.ImageConversion.SecurePad;
import dev.crema.firmware.elf.ImageConversion.Style;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crema image elf2image}. */
@Command(name = "elf2image",
        description = "Makes an application image of an ELF file, byte for byte as esptool or espflash does.",
        mixinStandardHelpOptions = true)
final class Elf2ImageCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private FlashOptions flash;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE",
            description = "Where the image goes (default: the ELF file's name, .bin).")
    private Optional<Path> output;

    @Option(names = "--like", paramLabel = "TOOL", defaultValue = "esptool",
            description = "The tool to agree with: esptool or espflash (default: ${DEFAULT-VALUE}).")
    private Style style;

    @Option(names = {"--min-rev", "--min_rev"}, paramLabel = "N", defaultValue = "0",
            description = "Smallest chip revision in the old form, major number only.")
    private int minRevisionMajor;

    @Option(names = {"--min-rev-full", "--min_rev_full"}, paramLabel = "N", defaultValue = "0",
            description = "Smallest chip revision, major * 100 + minor.")
    private int minRevision;

    @Option(names = {"--max-rev-full", "--max_rev_full"}, paramLabel = "N",
            description = "Largest chip revision, major * 100 + minor.")
    private Optional<Integer> maxRevision;

    @Option(names = {"--elf-sha256-offset", "--elf_sha256_offset"}, paramLabel = "OFFSET",
            description = "Where in the image the SHA-256 of the ELF file goes.")
    private Optional<String> elfHashOffset;

    @Option(names = {"--dont-append-digest", "--dont_append_digest"}, description = "Append no SHA-256 of the image.")
    private boolean isWithoutHash;

    @Option(names = {"--use-segments", "--use_segments"}, description = "Take the ELF file's segments, not its sections.")
    private boolean useSegments;

    @Option(names = {"--ram-only-header", "--ram_only_header"}, description = "Show the loader only the segments in RAM.")
    private boolean ramOnlyHeader;

    @Option(names = {"--secure-pad", "--secure_pad"}, description = "Leave room for a signature of secure boot version 1.")
    private boolean securePad;

    @Option(names = {"--secure-pad-v2", "--secure_pad_v2"}, description = "Leave room for a signature of secure boot version 2.")
    private boolean securePadV2;

    @Option(names = {"--pad-to-size", "--pad_to_size"}, paramLabel = "SIZE",
            description = "Fill the image with 0xFF up to a multiple of this size, such as 64K.")
    private Optional<String> padToSize;

    @Parameters(paramLabel = "ELF", description = "The program.")
    private Path elf;

    @Override
    public void run() {
        byte[] image = conversion().convert(ElfFile.parse(FirmwareFiles.read(elf)));
        String name = elf.getFileName().toString().replaceAll("[.][^.]*$", "");
        Path target = output.orElseGet(() -> elf.resolveSibling(name + ".bin"));
        FirmwareFiles.write(target, image, elf);
        spec.commandLine().getOut().printf("Creating ESP32 image...%nSuccessfully created ESP32 image.%n");
        spec.commandLine().getOut().flush();
    }

    private ImageConversion conversion() {
        ImageConversion base = style == Style.ESPTOOL ? ImageConversion.esptool() : ImageConversion.espflash();
        OptionalInt hashOffset = elfHashOffset.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(elfHashOffset.get()));
        return new ImageConversion(style, flash.mode().orElse(base.mode()), flash.frequency().orElse(base.frequency()),
                flash.size().orElse(base.flashSize()), minRevisionMajor, minRevision, maxRevision.orElse(base.maxRevision()),
                !isWithoutHash, useSegments, hashOffset, ramOnlyHeader,
                securePad ? SecurePad.V1 : securePadV2 ? SecurePad.V2 : SecurePad.NONE,
                padToSize.map(size -> number(size.replaceAll("[Bb]$", ""))).orElse(0));
    }

    private static int number(String text) {
        return Numbers.parse(text).stream().filter(value -> value <= Integer.MAX_VALUE).mapToInt(value -> (int) value).findFirst()
                .orElseThrow(() -> new FirmwareException("\"%s\" is no number; give one such as 0xb0 or 64K.", text));
    }
}
