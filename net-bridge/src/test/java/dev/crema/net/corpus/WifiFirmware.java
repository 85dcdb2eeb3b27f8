package dev.crema.net.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Lockstep;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.StopCondition;
import dev.crema.emulator.machine.StopCondition.ConsoleText;
import dev.crema.emulator.machine.StopReason;
import dev.crema.emulator.rom.RomDump;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.nvs.NvsEntry;
import dev.crema.firmware.nvs.NvsPartition;
import dev.crema.firmware.nvs.NvsType;
import dev.crema.firmware.nvs.NvsVersion;
import dev.crema.firmware.Partition;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirSettings;
import dev.crema.net.ethernet.Switch;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A board with firmware that nobody here built, in an air, with a network behind it, and somebody at its console. */
final class WifiFirmware implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(50);
    private static final int SHOWN = 2_000;
    private static final long FIRST_MAC = 0x240a_c400_0000L;

    private final UserNetwork network;
    private final Surroundings surroundings;
    private final Machine machine;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private Runner runner;

    /** How the machine is run: alone, or with others. */
    private interface Runner {
        StopReason run(Duration limit, List<StopCondition> conditions);
    }

    WifiFirmware(FlashImage image, MachineOptions options, AirSettings air, UserNetworkOptions behind) {
        this(image, Board.WROVER, options, air, behind, Optional.empty());
    }

    private WifiFirmware(FlashImage image, Board board, MachineOptions options, AirSettings air, UserNetworkOptions behind,
            Optional<Switch> lan) {
        network = UserNetwork.open(behind);
        surroundings = new Surroundings(new Air(air), network);
        lan.ifPresent(surroundings::sharing);
        machine = Machine.of(image, board.withFlashSize(image.size()), options.withAir(surroundings.air()));
        surroundings.receive(machine);
        machine.console().onOutput(console::write);
        runner = machine::run;
    }

    /** Boards with addresses far enough apart, for each has several, which hear each other and take turns. */
    static List<WifiFirmware> together(int count, FlashImage image, AirSettings air) {
        Switch lan = Switch.inTurns(Optional.empty());
        List<WifiFirmware> boards = IntStream.rangeClosed(1, count).mapToObj(number -> new WifiFirmware(image,
                Board.WROVER.withMac(new Board.Mac(FIRST_MAC + 16 * number)), MachineOptions.DEFAULT.withSeed(number), air, UserNetworkOptions.DEFAULT,
                Optional.of(lan))).toList();
        Lockstep turns = new Lockstep(boards.stream().map(board -> board.machine).toList());
        boards.forEach(board -> board.runner = (limit, conditions) -> turns.run(limit, board.machine, conditions).reason());
        return boards;
    }

    /** Espruino 2v04, of ESP-IDF 3.1.3; without Bluetooth, which the emulator's own ROM has not. */
    static FlashImage espruino() {
        Path folder = file("espruino/package/firmware/esp32");
        FlashImage image = FlashImage.builder().bootloader(folder.resolve("bootloader.bin"))
                .partitionTable(folder.resolve("partitions_espruino.bin")).file(0x10000, folder.resolve("espruino_esp32.bin"))
                .build();
        Partition nvs = image.partitions().findData(Partition.SUBTYPE_DATA_NVS).orElseThrow();
        return image.with(nvs.offset(), NvsPartition.parse(image.view().slice(nvs.offset(), nvs.size())).with(NvsVersion.V1)
                .with(NvsEntry.number("nvs", "bleStatus", NvsType.U32, "0")).toBytes());
    }

    /** MicroPython 1.20, of ESP-IDF 4.2. */
    static FlashImage microPython() {
        return FlashImage.read(file("velxio/frontend/public/firmware/micropython-esp32.bin"));
    }

    /** The NAT router, of ESP-IDF 5.5. */
    static FlashImage natRouter() {
        Path folder = file("nat/firmware_esp32");
        return FlashImage.builder().bootloader(folder.resolve("bootloader.bin"))
                .partitionTable(folder.resolve("partition-table.bin")).file(0xf000, folder.resolve("ota_data_initial.bin"))
                .file(0x20000, folder.resolve("esp32_nat_router.bin")).build();
    }

    /** The mask ROM of a revision 3 chip. */
    static RomDump realRom() {
        return RomDump.read(file("roms/esp32_rev300_rom.elf"));
    }

    private static Path file(String relative) {
        Path folder = Stream.of(System.getProperty("crema.corpus"), System.getenv("CREMA_CORPUS")).filter(Objects::nonNull)
                .findFirst().map(Path::of)
                .orElseGet(() -> abort("no folder with real images: name one with -Dcrema.corpus=DIR or CREMA_CORPUS"));
        Path path = folder.resolve(relative);
        assumeTrue(Files.exists(path), "the folder of real images has no " + relative);
        return path;
    }

    UserNetwork network() {
        return network;
    }

    /** Runs until the console shows a text; the test fails if it does not within a time of the guest. */
    WifiFirmware expect(String text, Duration limit) {
        ConsoleText condition = new ConsoleText(text);
        StopReason reason = runner.run(limit, List.of(condition));
        assertEquals(new StopReason.Met(condition), reason, () -> "the console ends with:\n" + tail());
        return this;
    }

    WifiFirmware type(String line) {
        machine.console().type(line + "\r");
        return this;
    }

    /** Runs while somebody outside is at work. */
    <T> T runWhile(Future<T> outside, Duration limit) {
        Duration end = machine.now().plus(limit);
        while (!outside.isDone()) {
            machine.run(STEP);
            assertTrue(machine.now().compareTo(end) < 0, () -> "nobody answers; the console ends with:\n" + tail());
        }
        assertEquals(Future.State.SUCCESS, outside.state(), () -> outside.exceptionNow() + "; the console ends with:\n" + tail());
        return outside.resultNow();
    }

    String console() {
        return console.toString(StandardCharsets.ISO_8859_1);
    }

    Duration now() {
        return machine.now();
    }

    String memoryHash() {
        return machine.memoryHash();
    }

    private String tail() {
        String all = console();
        return all.substring(Math.max(0, all.length() - SHOWN));
    }

    @Override
    public void close() {
        surroundings.close();
    }
}
