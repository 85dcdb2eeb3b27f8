package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A dump of the real ROM for tests: {@code -Dcrema.rom=FILE}, or where the user's tools keep one, or the folder of real images. */
final class RealRom {
    private static final String NAME = "esp32_rev300_rom.elf";

    private RealRom() {
    }

    /** The dump; without one the test is skipped. */
    static RomDump get() {
        Optional<Path> file = find();
        assumeTrue(file.isPresent(), "no dump of the mask ROM: set -Dcrema.rom=FILE to " + NAME + " or esp32_rev0_rom.elf");
        return RomDump.read(file.get());
    }

    private static Optional<Path> find() {
        Optional<Path> named = Optional.ofNullable(System.getProperty("crema.rom")).map(Path::of);
        Optional<Path> corpus = Stream.of(System.getProperty("crema.corpus"), System.getenv("CREMA_CORPUS"))
                .flatMap(Stream::ofNullable)
                .map(folder -> Path.of(folder, "roms", NAME))
                .filter(Files::isRegularFile)
                .findFirst();
        Path home = Path.of(System.getProperty("user.home"));
        return named.or(() -> corpus).or(() -> RomFinder.in(home.resolve(".espressif"), home.resolve(".cargo")).find(3));
    }
}
