package dev.crema.emulator.rom;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for a dump of the mask ROM where Espressif's tools and espflash keep one. */
public final class RomFinder {
    private static final String REVISION_0 = "esp32_rev0_rom.elf";
    private static final String REVISION_3 = "esp32_rev300_rom.elf";
    private static final int NEW_ROM = 3;

    private final List<Path> folders;

    private RomFinder(List<Path> folders) {
        this.folders = folders;
    }

    /**
     * Looks below the folders in which a user's tools are.
     *
     * @param idfTools ESP-IDF's, usually {@code ~/.espressif}
     * @param cargoHome Cargo's, usually {@code ~/.cargo}
     */
    public static RomFinder in(Path idfTools, Path cargoHome) {
        List<Path> folders = new ArrayList<>(newestFirst(idfTools.resolve("tools/esp-rom-elfs"), "*"));
        for (Path registry : newestFirst(cargoHome.resolve("registry/src"), "*")) {
            newestFirst(registry, "espflash-[0-9]*").forEach(espflash -> folders.add(espflash.resolve("resources/roms")));
        }
        return new RomFinder(List.copyOf(folders));
    }

    private static List<Path> newestFirst(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(found::add);
        } catch (IOException | DirectoryIteratorException notThere) {
            return List.of();
        }
        found.sort(Comparator.comparing(Path::getFileName).reversed());
        return found;
    }

    /**
     * The ROM of a chip.
     *
     * @param majorRevision of the chip, 0 to 3
     */
    public Optional<Path> find(int majorRevision) {
        String file = majorRevision < NEW_ROM ? REVISION_0 : REVISION_3;
        Stream<Path> candidates = folders.stream().map(folder -> folder.resolve(file));
        return candidates.filter(Files::isRegularFile).findFirst();
    }
}
