package dev.crema.cli.run;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.rom.RomFinder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which mask ROM the chip has. */
final class RomOptions {
    private static final String JAVA = "java";
    private static final String AUTO = "auto";

    @Option(names = "--rom", paramLabel = "ROM", defaultValue = AUTO, description = {
        "The mask ROM: a dump or ELF file of Espressif's, java for the built-in functions, or auto for the dump that",
        "ESP-IDF or espflash have installed, else the built-in functions (default: ${DEFAULT-VALUE})."})
    private String rom;

    /** The dump to use, if any. */
    Optional<Path> dump(Board board) {
        return switch (rom) {
            case JAVA -> Optional.empty();
            case AUTO -> RomFinder.in(folder("IDF_TOOLS_PATH", ".espressif"), folder("CARGO_HOME", ".cargo"))
                    .find(board.revision().major());
            default -> Optional.of(Path.of(rom));
        };
    }

    private static Path folder(String variable, String inHome) {
        return Optional.ofNullable(System.getenv(variable)).filter(path -> !path.isEmpty()).map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), inHome));
    }
}
