package dev.crema.emulator.corpus;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crema.emulator.rom.RomDump;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder with firmware that nobody here built, and with the mask ROM. */
final class Corpus {
    private Corpus() {
    }

    /** A file or folder in it; without it the test is skipped. */
    static Path path(String relative) {
        Path path = folder().resolve(relative);
        assumeTrue(Files.exists(path), "the folder of real images has no " + relative);
        return path;
    }

    private static Path folder() {
        return Stream.of(System.getProperty("crema.corpus"), System.getenv("CREMA_CORPUS")).filter(Objects::nonNull).findFirst()
                .map(Path::of).orElseGet(() -> abort("no folder with real images: name one with -Dcrema.corpus=DIR or CREMA_CORPUS"));
    }

    /** What stands at the ROM's addresses. */
    enum Rom {
        /** The emulator's own functions. */
        OWN,
        /** The dump of a revision 3 chip. */
        REAL;

        /** The dump, if it is one. */
        Optional<RomDump> dump() {
            return this == OWN ? Optional.empty() : Optional.of(RomDump.read(path("roms/esp32_rev300_rom.elf")));
        }
    }
}
