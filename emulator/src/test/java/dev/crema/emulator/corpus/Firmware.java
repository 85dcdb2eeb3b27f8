package dev.crema.emulator.corpus;

import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import java.nio.file.Path;

/** Firmware of all kinds that runs for as long as one likes. */
enum Firmware {
    /** The sample that comes with Crema. */
    SAMPLE {
        @Override
        FlashImage image() {
            return Samples.hello();
        }
    },
    /** ESP-IDF's hello world, which restarts every ten seconds. */
    ESP_IDF {
        @Override
        FlashImage image() {
            return FlashImage.read(Corpus.path("pe/tests/fixtures/hello_world_esp32/build"));
        }
    },
    /** Panics, and writes to flash what it was. */
    CORE_DUMP {
        @Override
        FlashImage image() {
            return FlashImage.read(Corpus.path("pe/tests/fixtures/hello_world_esp32_coredump_flash/build"));
        }
    },
    /** Arduino; blinks. */
    ARDUINO {
        @Override
        FlashImage image() {
            Path folder = Corpus.path("velxio/test/esp32-emulator/binaries_lcgamboa");
            return FlashImage.builder().bootloader(folder.resolve("blink_lcgamboa.ino.bootloader.bin"))
                    .file(folder.resolve("blink_lcgamboa.ino.bin")).build();
        }
    },
    /** MicroPython. */
    MICROPYTHON {
        @Override
        FlashImage image() {
            return FlashImage.read(Corpus.path("velxio/frontend/public/firmware/micropython-esp32.bin"));
        }
    },
    /** The NAT router, with WiFi. */
    NAT_ROUTER {
        @Override
        FlashImage image() {
            Path folder = Corpus.path("nat/firmware_esp32");
            return FlashImage.builder().bootloader(folder.resolve("bootloader.bin"))
                    .partitionTable(folder.resolve("partition-table.bin")).file(0xf000, folder.resolve("ota_data_initial.bin"))
                    .file(0x20000, folder.resolve("esp32_nat_router.bin")).build();
        }
    },
    /** LoBo's MicroPython with external RAM and Bluetooth. */
    LOBO {
        @Override
        FlashImage image() {
            Path folder = Corpus.path("lobo/MicroPython_BUILD/firmware/esp32_psram_all_bt");
            return FlashImage.builder().bootloader(folder.resolve("bootloader/bootloader.bin"))
                    .partitionTable(folder.resolve("partitions_mpy.bin")).file(0xf000, folder.resolve("phy_init_data.bin"))
                    .file(0x10000, folder.resolve("MicroPython.bin")).build();
        }
    },
    /** Espruino, with WiFi and Bluetooth. */
    ESPRUINO {
        @Override
        FlashImage image() {
            Path folder = Corpus.path("espruino/package/firmware/esp32");
            return FlashImage.builder().bootloader(folder.resolve("bootloader.bin"))
                    .partitionTable(folder.resolve("partitions_espruino.bin"))
                    .file(0x10000, folder.resolve("espruino_esp32.bin")).build();
        }
    };

    /** What is flashed; the test is skipped if it is not there. */
    abstract FlashImage image();
}
