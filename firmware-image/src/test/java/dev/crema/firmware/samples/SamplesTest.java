package dev.crema.firmware.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crema.firmware.EspImage;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.FlashSize;
import dev.crema.firmware.SpiFrequency;
import dev.crema.firmware.SpiMode;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ImageConversion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed samples are what their sources give, and what the mask ROM can load. */
final class SamplesTest {
    private static final String COMPILER = "xtensa-lx106-elf-gcc";
    /** Other versions generate other code. */
    private static final String COMPILER_VERSION = "12.2.0";
    private static final Path LIBRARY = Path.of("/usr/lib/xtensa-lx106-elf/picolibc.specs");
    private static final Path BUILD = Path.of("samples", "hello", "build.sh");

    @Test
    void imageIsMadeOfTheElf() {
        ImageConversion conversion = ImageConversion.esptool().withFlash(SpiMode.DIO, SpiFrequency.MHZ_40, FlashSize.MB_4);
        assertArrayEquals(conversion.convert(ElfFile.parse(Samples.resource("hello.elf"))),
                Samples.resource("hello.bin").toArray());
    }

    @Test
    void liesWhereTheMaskRomLooksForTheBootloader() {
        FlashImage flash = Samples.hello();
        EspImage image = flash.bootloader().orElseThrow();
        ElfFile elf = flash.elf().orElseThrow();
        assertEquals(elf.entry(), image.header().entry());
    }

    @Test
    void rebuildingGivesTheSameBytes(@TempDir Path out) throws IOException, InterruptedException {
        assumeTrue(compilerVersion().equals(COMPILER_VERSION),
                "needs " + COMPILER + " " + COMPILER_VERSION + " (Debian package gcc-xtensa-lx106)");
        assumeTrue(Files.exists(LIBRARY), "needs Debian package picolibc-xtensa-lx106-elf");
        run("sh", BUILD.toString(), out.toString());
        assertArrayEquals(Samples.resource("hello.elf").toArray(), Files.readAllBytes(out.resolve("hello.elf")),
                "hello.elf is not what " + BUILD + " makes: run it and commit the result");
    }

    private static String compilerVersion() throws InterruptedException {
        try {
            return run(COMPILER, "-dumpfullversion").strip();
        } catch (IOException notFound) {
            return "none";
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor() == 0, output);
        return output;
    }
}
