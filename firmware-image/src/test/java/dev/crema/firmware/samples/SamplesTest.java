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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed samples are what their sources give, and what the mask ROM can load. */
final class SamplesTest {
    private static final String COMPILER = "xtensa-lx106-elf-gcc";
    /** Other versions generate other code. */
    private static final String COMPILER_VERSION = "12.2.0";
    private static final Path LIBRARY = Path.of("/usr/lib/xtensa-lx106-elf/picolibc.specs");
    private static final Path HELLO = Path.of("samples", "hello");
    private static final Path ENDPOINT = Path.of("samples", "endpoint");
    private static final String HOST_COMPILER = "gcc";

    @ParameterizedTest
    @ValueSource(strings = {"hello", "endpoint", "endpoint-accelerated"})
    void imageIsMadeOfTheElf(String name) {
        ImageConversion conversion = ImageConversion.esptool().withFlash(SpiMode.DIO, SpiFrequency.MHZ_40, FlashSize.MB_4);
        assertArrayEquals(conversion.convert(ElfFile.parse(Samples.resource(name + ".elf"))),
                Samples.resource(name + ".bin").toArray());
    }

    @Test
    void liesWhereTheMaskRomLooksForTheBootloader() {
        Stream.of(Samples.hello(), Samples.endpoint(), Samples.acceleratedEndpoint()).forEach(SamplesTest::assertStartsAtItsElf);
    }

    private static void assertStartsAtItsElf(FlashImage flash) {
        EspImage image = flash.bootloader().orElseThrow();
        ElfFile elf = flash.elf().orElseThrow();
        assertEquals(elf.entry(), image.header().entry());
    }

    @Test
    void rebuildingHelloGivesTheSameBytes(@TempDir Path out) throws IOException, InterruptedException {
        assertRebuilds(HELLO, out, "hello.elf");
    }

    @Test
    void rebuildingTheEndpointGivesTheSameBytes(@TempDir Path out) throws IOException, InterruptedException {
        assertRebuilds(ENDPOINT, out, "endpoint.elf", "endpoint-accelerated.elf");
    }

    /** The vectors of RFC 7748, 8032, 8448, 9001 and others, on the host; the firmware runs the same source when it boots. */
    @Test
    void cryptographyOfTheEndpointKeepsToItsVectors(@TempDir Path out) throws IOException, InterruptedException {
        assumeTrue(!version(HOST_COMPILER).equals("none"), "needs " + HOST_COMPILER);
        Path vectors = out.resolve("vectors");
        List<String> command = new ArrayList<>(List.of(HOST_COMPILER, "-std=gnu17", "-O2", "-Wall", "-Wextra", "-Werror", "-o",
                vectors.toString()));
        try (Stream<Path> crypto = Files.list(ENDPOINT.resolve("crypto"))) {
            crypto.map(Path::toString).filter(file -> file.endsWith(".c")).sorted().forEach(command::add);
        }
        for (String file : List.of("tls/key_schedule.c", "quic/packet_keys.c", "app/selftest.c", "host/vectors.c")) {
            command.add(ENDPOINT.resolve(file).toString());
        }
        run(command.toArray(String[]::new));
        String output = run(vectors.toString());
        assertTrue(output.lines().count() >= 7 && output.lines().allMatch(line -> line.endsWith(" passed")), output);
    }

    private static void assertRebuilds(Path sources, Path out, String... files) throws IOException, InterruptedException {
        assumeTrue(version(COMPILER).equals(COMPILER_VERSION),
                "needs " + COMPILER + " " + COMPILER_VERSION + " (Debian package gcc-xtensa-lx106)");
        assumeTrue(Files.exists(LIBRARY), "needs Debian package picolibc-xtensa-lx106-elf");
        Path build = sources.resolve("build.sh");
        run("sh", build.toString(), out.toString());
        for (String file : files) {
            assertArrayEquals(Samples.resource(file).toArray(), Files.readAllBytes(out.resolve(file)),
                    file + " is not what " + build + " makes: run it and commit the result");
        }
    }

    private static String version(String compiler) throws InterruptedException {
        try {
            return run(compiler, "-dumpfullversion").strip();
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
