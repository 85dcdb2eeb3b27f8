package dev.crema.cli.image;

import dev.crema.firmware.FlashSize;
import dev.crema.firmware.SpiFrequency;
import dev.crema.firmware.SpiMode;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the header of an image says of the flash chip, in esptool's words. */
final class FlashOptions {
    @Option(names = {"-fm", "--flash-mode", "--flash_mode"}, paramLabel = "MODE",
            description = "How the flash is read: qio, qout, dio or dout.")
    private Optional<String> mode;

    @Option(names = {"-ff", "--flash-freq", "--flash_freq"}, paramLabel = "FREQ",
            description = "Clock of the flash: 80m, 40m, 26m or 20m.")
    private Optional<String> frequency;

    @Option(names = {"-fs", "--flash-size", "--flash_size"}, paramLabel = "SIZE",
            description = "Size of the flash: 1MB, 2MB, 4MB, 8MB, 16MB.")
    private Optional<String> size;

    Optional<SpiMode> mode() {
        return given(mode).map(SpiMode::parse);
    }

    Optional<SpiFrequency> frequency() {
        return given(frequency).map(SpiFrequency::parse);
    }

    Optional<FlashSize> size() {
        return given(size).map(FlashSize::parse);
    }

    private static Optional<String> given(Optional<String> value) {
        return value.filter(text -> !text.equals("keep"));
    }
}
