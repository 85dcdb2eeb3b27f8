package dev.crema.emulator.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.corpus.Corpus.Rom;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.machine.Engine;
import dev.crema.emulator.machine.Template;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.FlashImageBuilder;
import dev.crema.firmware.samples.Samples;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real firmware comes to the identical state whichever engine executes it. */
final class EnginesTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final String LOBO = "lobo/MicroPython_BUILD/firmware/";
    private static final String FIXTURES = "pe/tests/fixtures/";
    private static final String BLINK = "velxio/test/esp32-emulator/binaries_lcgamboa/blink_lcgamboa.ino.";

    /** What there is in the folder of real images. */
    private enum Firmware {
        HELLO_WORLD, COREDUMP_UART, COREDUMP_FLASH, ARDUINO, MICROPYTHON, BLINK, NAT_ROUTER, ESPRUINO, LOBO, LOBO_PSRAM, LOBO_ALL;

        FlashImage image() {
            return switch (this) {
                case HELLO_WORLD -> build("hello_world_esp32");
                case COREDUMP_UART -> build("hello_world_esp32_coredump_uart");
                case COREDUMP_FLASH -> build("hello_world_esp32_coredump_flash");
                case ARDUINO -> {
                    String name = FIXTURES + "hello_world_arduino/build/hello_world_arduino.ino.";
                    yield parts(name + "bootloader.bin", name + "partitions.bin").file(0x10000, Corpus.path(name + "bin")).build();
                }
                case MICROPYTHON -> FlashImage.read(Corpus.path("velxio/frontend/public/firmware/micropython-esp32.bin"));
                case BLINK -> FlashImage.builder().bootloader(Corpus.path(EnginesTest.BLINK + "bootloader.bin"))
                        .file(Corpus.path(EnginesTest.BLINK + "bin")).build();
                case NAT_ROUTER -> parts("nat/firmware_esp32/bootloader.bin", "nat/firmware_esp32/partition-table.bin")
                        .file(0xf000, Corpus.path("nat/firmware_esp32/ota_data_initial.bin"))
                        .file(0x20000, Corpus.path("nat/firmware_esp32/esp32_nat_router.bin")).build();
                case ESPRUINO -> {
                    Path folder = Corpus.path("espruino/package/firmware/esp32");
                    yield FlashImage.builder().bootloader(folder.resolve("bootloader.bin"))
                            .partitionTable(folder.resolve("partitions_espruino.bin"))
                            .file(0x10000, folder.resolve("espruino_esp32.bin")).build();
                }
                case LOBO -> lobo("esp32");
                case LOBO_PSRAM -> lobo("esp32_psram");
                case LOBO_ALL -> lobo("esp32_psram_all_bt");
            };
        }

        private static FlashImage build(String fixture) {
            return FlashImage.read(Corpus.path(FIXTURES + fixture + "/build"));
        }

        private static FlashImageBuilder parts(String bootloader, String partitions) {
            return FlashImage.builder().bootloader(Corpus.path(bootloader)).partitionTable(Corpus.path(partitions));
        }

        private static FlashImage lobo(String variant) {
            Path folder = Corpus.path(EnginesTest.LOBO + variant);
            return FlashImage.builder().bootloader(folder.resolve("bootloader/bootloader.bin"))
                    .partitionTable(folder.resolve("partitions_mpy.bin")).file(0xf000, folder.resolve("phy_init_data.bin"))
                    .file(0x10000, folder.resolve("MicroPython.bin")).build();
        }
    }

    @Test
    void theSample() {
        compare(Samples.hello(), Rom.OWN, SHORT);
    }

    @Test
    void espruino() {
        compare(Firmware.ESPRUINO.image(), Rom.REAL, SHORT);
    }

    @Tag("nightly")
    @ParameterizedTest
    @EnumSource
    void everyImage(Firmware firmware) {
        compare(firmware.image(), firmware == Firmware.ESPRUINO ? Rom.REAL : Rom.OWN, LONG);
    }

    /** With each engine two machines: the second takes over what the first has translated. */
    private static void compare(FlashImage image, Rom rom, Duration time) {
        Bench interpreted = new Bench(image, rom, 0, RadioMedium.EMPTY, Engine.INTERP);
        interpreted.machine().run(time);
        for (Engine engine : new Engine[] {Engine.JIT, Engine.AUTO}) {
            Template template = Bench.template(image, rom, 0, RadioMedium.EMPTY, engine);
            for (int i = 0; i < 2; i++) {
                Bench translated = new Bench(template);
                translated.machine().run(time);
                assertEquals(interpreted.console(), translated.console());
                assertEquals(interpreted.machine().instructions(), translated.machine().instructions());
                assertEquals(interpreted.machine().memoryHash(), translated.machine().memoryHash());
                assertEquals(interpreted.machine().snapshot(), translated.machine().snapshot());
                assertTrue(engine == Engine.AUTO
                        || translated.machine().translatedInstructions() > interpreted.machine().instructions() / 2);
            }
        }
    }
}
