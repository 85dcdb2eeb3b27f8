package dev.crema.cli.run;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FlashImage;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is to be flashed, as espflash and esptool take it. */
final class FirmwareOptions {
    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = {
        "An ELF file, an app .bin, a merged flash image, a build folder of ESP-IDF, Arduino or PlatformIO,",
        "its flasher_args.json, or parts as OFFSET=FILE."})
    private List<String> images = List.of();

    @Mixin
    private FirmwareParts parts;

    /**
     * Reads the files.
     *
     * @param previous what the flash chip holds already, where nothing is flashed
     */
    FlashImage read(Optional<ByteView> previous) {
        return parts.read(images, previous);
    }
}
