package dev.crema.cli.run;

import dev.crema.emulator.machine.Machine;
import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file in which the contents of the flash chip outlive a run. */
final class FlashFile {
    private final Path path;

    FlashFile(Path path) {
        this.path = path;
    }

    /** What an earlier run left. */
    Optional<ByteView> contents() {
        return Files.exists(path) ? Optional.of(FirmwareFiles.read(path)) : Optional.empty();
    }

    /** Keeps what is in the chip now. */
    void save(Machine machine) {
        FirmwareFiles.write(path, machine.flash());
    }
}
