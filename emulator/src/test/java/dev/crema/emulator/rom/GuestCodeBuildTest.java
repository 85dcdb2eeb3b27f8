package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed guest code of the ROM is what its sources give. */
final class GuestCodeBuildTest {
    private static final String COMPILER = "xtensa-lx106-elf-gcc";
    /** Other versions generate other code. */
    private static final String VERSION = "12.2.0";
    private static final Path SOURCES = Path.of("src", "main", "rom");
    private static final Path RESOURCES = Path.of("src", "main", "resources", "dev", "crema", "emulator", "rom");

    @BeforeAll
    static void compilerIsInstalled() throws InterruptedException {
        String version;
        try {
            version = run(COMPILER, "-dumpfullversion").strip();
        } catch (IOException notFound) {
            version = "none";
        }
        assumeTrue(version.equals(VERSION),
                "needs " + COMPILER + " " + VERSION + " (Debian package gcc-xtensa-lx106), found " + version);
    }

    @Test
    void rebuildingGivesTheSameBytes(@TempDir Path out) throws IOException, InterruptedException {
        run("sh", SOURCES.resolve("build.sh").toString(), out.toString());
        for (String file : new String[] {"rom.bin", "rom.table"}) {
            assertArrayEquals(Files.readAllBytes(RESOURCES.resolve(file)), Files.readAllBytes(out.resolve(file)),
                    file + " is not what " + SOURCES.resolve("build.sh") + " makes: run it and commit the result");
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
