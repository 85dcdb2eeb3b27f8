package dev.crema.constraints.oom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crema.firmware.ByteView;
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
import java.util.stream.Stream;

/** Builds the endpoint sample with a bug in it, and with what debuggers want to know, from a copy of its sources. */
final class SampleBuild {
    private static final Path SAMPLES = Path.of("..", "firmware-image", "samples");
    private static final Path LIBRARY = Path.of("/usr/lib/xtensa-lx106-elf/picolibc.specs");

    private SampleBuild() {
    }

    /**
     * Builds an image.
     *
     * @param folder for the copy
     * @param source the file that has the bug, under the sample's folder
     * @param right what stands there once
     * @param wrong what stands there instead
     */
    static FlashImage endpointWith(Path folder, String source, String right, String wrong)
            throws IOException, InterruptedException {
        assumeTrue(hasCompiler(), "needs Debian packages gcc-xtensa-lx106 and picolibc-xtensa-lx106-elf");
        copy(SAMPLES.resolve("hello"), folder.resolve("hello"));
        copy(SAMPLES.resolve("endpoint"), folder.resolve("endpoint"));
        replace(folder.resolve("endpoint").resolve(source), right, wrong);
        Path script = folder.resolve("endpoint").resolve("build.sh");
        replace(script, ",--strip-debug", "");
        replace(script, "build endpoint-accelerated 'crypto/aes.c' -DCHIP_ACCELERATORS\n", "");
        ProcessBuilder build = new ProcessBuilder("sh", script.toString(), folder.resolve("out").toString())
                .redirectErrorStream(true);
        build.environment().put("ENDPOINT_FLAGS", "-g");
        Process process = build.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        Path program = folder.resolve("out").resolve("endpoint.elf");
        ElfFile elf = ElfFile.parse(ByteView.of("endpoint.elf", Files.readAllBytes(program)));
        byte[] image = ImageConversion.esptool().withFlash(SpiMode.DIO, SpiFrequency.MHZ_40, FlashSize.MB_4).convert(elf);
        return FlashImage.builder().part(FlashImage.BOOTLOADER_OFFSET, ByteView.of("endpoint.bin", image)).elf(elf).build();
    }

    private static boolean hasCompiler() throws InterruptedException {
        try {
            return Files.exists(LIBRARY) && new ProcessBuilder("xtensa-lx106-elf-gcc", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException notFound) {
            return false;
        }
    }

    private static void replace(Path file, String right, String wrong) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains(right), file + " has no \"" + right + "\" any more");
        Files.writeString(file, text.replace(right, wrong));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
