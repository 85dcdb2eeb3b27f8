package dev.crema.cli.run;

import dev.crema.emulator.machine.Machine;
import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FirmwareFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file in which the contents of the flash chip outlive a run. */
final class FlashFile {
    private final Path path;

    /**
     * Such a file, which need not exist yet.
     *
     * @throws FirmwareException if it cannot be written, so that this does not come to light after a long run
     */
    FlashFile(Path path) {
        this.path = path;
        Path folder = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new FirmwareException("The flash cannot be kept in %s, because that is a folder or lies in none that can be written;"
                    + " choose another file.", path);
        }
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
