package dev.crema.constraints.heap;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crema.firmware.FlashImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Firmware that nobody here built. */
final class CorpusImages {
    private CorpusImages() {
    }

    /** The hello world example of ESP-IDF 5.0, with its ELF file. */
    static FlashImage helloWorld() {
        Path build = file("pe/tests/fixtures/hello_world_esp32/build");
        return FlashImage.builder().bootloader(build.resolve("bootloader/bootloader.bin"))
                .partitionTable(build.resolve("partition_table/partition-table.bin")).elf(build.resolve("hello_world.elf"))
                .file(0x10000, build.resolve("hello_world.bin")).build();
    }

    static Path file(String relative) {
        Path folder = Stream.of(System.getProperty("crema.corpus"), System.getenv("CREMA_CORPUS")).filter(Objects::nonNull)
                .findFirst().map(Path::of)
                .orElseGet(() -> abort("no folder with real images: name one with -Dcrema.corpus=DIR or CREMA_CORPUS"));
        Path path = folder.resolve(relative);
        assumeTrue(Files.exists(path), "the folder of real images has no " + relative);
        return path;
    }
}
