package dev.crema.emulator.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.corpus.Corpus.Rom;
import dev.crema.emulator.debug.StackFrame;
import dev.crema.emulator.debug.Symbolizer;
import dev.crema.emulator.debug.Task;
import dev.crema.emulator.debug.TaskState;
import dev.crema.firmware.ByteView;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.FlashImageBuilder;
import dev.crema.firmware.Partition;
import dev.crema.firmware.nvs.NvsEntry;
import dev.crema.firmware.nvs.NvsPartition;
import dev.crema.firmware.nvs.NvsType;
import dev.crema.firmware.nvs.NvsVersion;
import dev.crema.firmware.samples.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Real firmware reaches the console it reaches on a board: on the emulator's own ROM, and on a real one where there is one. */
final class CorpusTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(60);
    private static final String FIXTURES = "pe/tests/fixtures/";

    @ParameterizedTest
    @EnumSource
    void theSampleEnds(Rom rom) {
        Bench bench = new Bench(Samples.hello(), rom, 0).expect("hello: done", SOON);
        assertTrue(bench.console().contains("rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)"), bench.console());
        assertTrue(bench.console().contains("SPIRAM 4096 KiB"), bench.console());
    }

    @ParameterizedTest
    @EnumSource
    void helloWorldCountsDownAndRestarts(Rom rom) {
        Bench bench = build(rom, "hello_world_esp32");
        bench.expect("cpu_start: Starting scheduler on APP CPU.", SOON).expect("Hello world!", SOON);
        for (int seconds = 10; seconds >= 0; seconds--) {
            bench.expect("Restarting in " + seconds + " seconds...", SOON);
        }
        bench.expect("Restarting now.", SOON).expect("rst:0xc (SW_CPU_RESET)", SOON).expect("Hello world!", SOON);
    }

    @Test
    void tasksAreListedWithTheirStacks() {
        Bench bench = build(Rom.OWN, "hello_world_esp32").expect("Restarting in 9 seconds...", SOON);
        bench.machine().run(Duration.ofMillis(100));
        List<Task> tasks = bench.machine().tasks();
        assertEquals(List.of("IDLE", "IDLE", "esp_timer", "ipc0", "ipc1", "main"), tasks.stream().map(Task::name).sorted().toList());
        Task main = tasks.stream().filter(task -> task.name().equals("main")).findFirst().orElseThrow();
        assertEquals(TaskState.BLOCKED, main.state());
        assertEquals(1, main.priority());
        String stack = functions(bench, main.backtrace());
        assertTrue(stack.contains("vTaskDelay at ") && stack.contains("app_main at ") && stack.contains("vPortTaskWrapper at "), stack);
        String idle = functions(bench, bench.machine().backtrace(0));
        assertTrue(idle.contains("prvIdleTask at ") && idle.contains("vPortTaskWrapper at "), idle);
    }

    private static String functions(Bench bench, List<StackFrame> frames) {
        Symbolizer symbols = new Symbolizer(bench.machine().elf().orElseThrow());
        return frames.stream().map(frame -> symbols.locate(frame.pc()).toString()).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @EnumSource
    void aPanicDumpsTheCoreToTheConsole(Rom rom) {
        build(rom, "hello_world_esp32_coredump_uart").expect("Guru Meditation Error: Core  0 panic'ed (StoreProhibited)", SOON)
                .expect("CORE DUMP START", SOON).expect("CORE DUMP END", SOON)
                .expect("Core dump has been written to uart.", SOON).expect("rst:0xc (SW_CPU_RESET)", SOON).expect("Hello world!", SOON);
    }

    @ParameterizedTest
    @EnumSource
    void aPanicDumpsTheCoreToFlash(Rom rom) {
        FlashImage image = FlashImage.read(Corpus.path(FIXTURES + "hello_world_esp32_coredump_flash/build"));
        Partition partition = image.partitions().find("coredump").orElseThrow();
        Bench bench = new Bench(image, rom, 0).expect("Core dump has been saved to flash.", SOON).expect("Rebooting...", SOON);
        assertFalse(ByteView.of("flash", bench.machine().flash()).slice(partition.offset(), 256).isFilledWith(0xff));
    }

    @ParameterizedTest
    @EnumSource
    void arduinoGreets(Rom rom) {
        Path build = Corpus.path(FIXTURES + "hello_world_arduino/build");
        String name = "hello_world_arduino.ino";
        new Bench(FlashImage.builder().bootloader(build.resolve(name + ".bootloader.bin"))
                .partitionTable(build.resolve(name + ".partitions.bin")).file(0xe000, build.resolve("boot_app0.bin"))
                .file(0x10000, build.resolve(name + ".bin")).build(), rom, 0).expect("Hello Arduino!", SOON);
    }

    @ParameterizedTest
    @EnumSource
    void micropythonComputes(Rom rom) {
        new Bench(FlashImage.read(Corpus.path("velxio/frontend/public/firmware/micropython-esp32.bin")), rom, 0)
                .expect(">>> ", LATER).type("sum(range(10**6))").expect("499999500000", LATER)
                .expect(">>> ", SOON).type("import network").expect(">>> ", LATER);
    }

    @ParameterizedTest
    @EnumSource
    void blinkTogglesAPin(Rom rom) {
        Path folder = Corpus.path("velxio/test/esp32-emulator/binaries_lcgamboa");
        Bench bench = new Bench(FlashImage.builder().bootloader(folder.resolve("blink_lcgamboa.ino.bootloader.bin"))
                .file(folder.resolve("blink_lcgamboa.ino.bin")).build(), rom, 0);
        List<Boolean> levels = new ArrayList<>();
        bench.machine().pins().listen((pin, high) -> {
            if (pin == 2) {
                levels.add(high);
            }
        });
        bench.machine().run(SOON);
        assertTrue(levels.size() >= 4, () -> "levels of GPIO2: " + levels + "\n" + bench.console());
    }

    @ParameterizedTest
    @EnumSource
    void natRouterPrompts(Rom rom) {
        Path folder = Corpus.path("nat/firmware_esp32");
        new Bench(FlashImage.builder().bootloader(folder.resolve("bootloader.bin"))
                .partitionTable(folder.resolve("partition-table.bin")).file(0xf000, folder.resolve("ota_data_initial.bin"))
                .file(0x20000, folder.resolve("esp32_nat_router.bin")).build(), rom, 0)
                .expect("Type 'help' to get the list of commands.", LATER).expect("esp32> ", SOON)
                .type("help").expect("set_sta", SOON);
    }

    @ParameterizedTest
    @CsvSource({"esp32, OWN", "esp32_psram, OWN", "esp32_psram_all_bt, OWN", "esp32, REAL", "esp32_psram, REAL", "esp32_psram_all_bt, REAL"})
    void loboPrompts(String variant, Rom rom) {
        Path folder = Corpus.path("lobo/MicroPython_BUILD/firmware/" + variant);
        Bench bench = new Bench(FlashImage.builder().bootloader(folder.resolve("bootloader/bootloader.bin"))
                .partitionTable(folder.resolve("partitions_mpy.bin")).file(0xf000, folder.resolve("phy_init_data.bin"))
                .file(0x10000, folder.resolve("MicroPython.bin")).build(), rom, 0);
        bench.expect(">>> ", LATER).type("sum(range(10**5))").expect("4999950000", LATER);
    }

    @ParameterizedTest
    @EnumSource
    void espruinoEvaluatesJavaScript(Rom rom) {
        Bench bench = espruino(rom, 0).expect("espruino.com", LATER).expect("\n>", SOON);
        bench.type("1+2").expect("=3", SOON).expect("\n>", SOON);
        bench.type("function fib(n) { return n < 2 ? n : fib(n-1) + fib(n-2); }").expect("\n>", SOON);
        bench.type("fib(20)").expect("=6765", LATER).expect("\n>", SOON);
        bench.type("\"Crema\".split(\"\").reverse().join(\"-\")").expect("=\"a-m-e-r-C\"", SOON);
    }

    @Test
    void equalSeedsGiveEqualRuns() {
        assertRepeatable(() -> new Bench(Samples.hello(), Rom.OWN, 7), Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource
    void equalSeedsGiveEqualRunsOfFirmwareWithWifi(Rom rom) {
        assertRepeatable(() -> espruino(rom, 7), Duration.ofSeconds(2));
    }

    private interface Setup {
        Bench board();
    }

    private static void assertRepeatable(Setup setup, Duration time) {
        Bench first = setup.board();
        Bench second = setup.board();
        first.machine().run(time);
        second.machine().run(time);
        assertEquals(first.console(), second.console());
        assertEquals(first.machine().instructions(), second.machine().instructions());
        assertEquals(first.memoryHash(), second.memoryHash());
    }

    private static Bench build(Rom rom, String fixture) {
        return new Bench(FlashImage.read(Corpus.path(FIXTURES + fixture + "/build")), rom, 0);
    }

    private static Bench espruino(Rom rom, long seed) {
        Path folder = Corpus.path("espruino/package/firmware/esp32");
        FlashImageBuilder image = FlashImage.builder().bootloader(folder.resolve("bootloader.bin"))
                .partitionTable(folder.resolve("partitions_espruino.bin")).file(0x10000, folder.resolve("espruino_esp32.bin"));
        return new Bench(rom == Rom.OWN ? withoutBluetooth(image.build()) : image.build(), rom, seed);
    }

    /** The emulator's own ROM has no Bluetooth, which Espruino does not start when its NVS says so. */
    private static FlashImage withoutBluetooth(FlashImage image) {
        Partition nvs = image.partitions().findData(Partition.SUBTYPE_DATA_NVS).orElseThrow();
        byte[] settings = NvsPartition.parse(image.view().slice(nvs.offset(), nvs.size())).with(NvsVersion.V1)
                .with(NvsEntry.number("nvs", "bleStatus", NvsType.U32, "0")).toBytes();
        return image.with(nvs.offset(), settings);
    }
}
