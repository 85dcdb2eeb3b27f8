package dev.crema.constraints.panic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.crema.constraints.heap.HeapLog;
import dev.crema.constraints.heap.MemoryTruth;
import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.debug.Symbolizer;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.StopCondition;
import dev.crema.firmware.FlashImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A panic of real firmware, which prints a core dump of its own: what we say of it is what the firmware says. */
final class PanicTest {
    private static final int NOTE = 4;
    private static final int LOAD = 1;
    private static final int EPC1 = 16;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    private static FlashImage image() {
        return Stream.of(System.getProperty("crema.corpus"), System.getenv("CREMA_CORPUS")).filter(Objects::nonNull).findFirst()
                .map(folder -> Path.of(folder, "pe/tests/fixtures/hello_world_esp32_coredump_uart/build"))
                .filter(Files::isDirectory).map(FlashImage::read)
                .orElseGet(() -> abort("no folder with real images: name one with -Dcrema.corpus=DIR or CREMA_CORPUS"));
    }

    private Panic panic(FlashImage image) {
        Machine machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT);
        machine.console().onOutput(console::write);
        FunctionProbes probes = new FunctionProbes(machine);
        PanicWatch watch = new PanicWatch(probes).withHeap(new HeapLog(MemoryTruth.watch(probes))::lines);
        machine.run(Duration.ofSeconds(10), List.of(new StopCondition.ConsoleText("Press Enter")));
        machine.console().type("\n");
        machine.run(Duration.ofSeconds(10), List.of(new StopCondition.ConsoleText("CORE DUMP END")));
        return watch.panics().getFirst();
    }

    private byte[] printed() {
        String text = console.toString(StandardCharsets.UTF_8);
        int begin = text.indexOf("=", text.indexOf("CORE DUMP START"));
        String lines = text.substring(text.indexOf('\n', begin), text.lastIndexOf('\n', text.indexOf("CORE DUMP END")));
        ByteArrayOutputStream dump = new ByteArrayOutputStream();
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).map(Base64.getDecoder()::decode).forEach(dump::writeBytes);
        return dump.toByteArray();
    }

    @Test
    void theCoreDumpIsThatOfTheFirmware() throws Exception {
        FlashImage image = image();
        Panic panic = panic(image);
        ByteBuffer theirs = ByteBuffer.wrap(printed()).order(ByteOrder.LITTLE_ENDIAN);
        byte[] dump = new CoreDump(panic, "ab81a733d").image(301);
        ByteBuffer ours = ByteBuffer.wrap(dump).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(dump.length, ours.getInt(0));
        assertEquals(theirs.getInt(4), ours.getInt(4));
        assertEquals(theirs.getInt(8), ours.getInt(8));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(dump, 0, dump.length - 32);
        assertArrayEquals(digest.digest(), Arrays.copyOfRange(dump, dump.length - 32, dump.length));

        Map<Integer, byte[]> theirTasks = tasks(theirs);
        Map<Integer, byte[]> ourTasks = tasks(ours);
        assertEquals(theirTasks.keySet(), ourTasks.keySet());
        int crashed = panic.scene().orElseThrow().crashed().orElseThrow().handle();
        assertArrayEquals(theirTasks.get(crashed), ourTasks.get(crashed));
        // The firmware gives for a task that runs on the other core what it last saved of it; we, what it does.
        long equal = theirTasks.entrySet().stream().filter(task -> Arrays.equals(task.getValue(), ourTasks.get(task.getKey()))).count();
        assertEquals(theirTasks.size() - 1, equal);

        // EPC1 is what the firmware's own panic handler has left there when it dumps; we have it as it was.
        assertArrayEquals(without(note(theirs, 677), EPC1), without(note(ours, 677), EPC1));
        assertArrayEquals(note(theirs, 8266), note(ours, 8266));
        assertTrue(stackIsInOurs(theirs, ours, panic.scene().orElseThrow().registers().sp()));
    }

    private static byte[] without(byte[] words, int index) {
        return ByteBuffer.wrap(words.clone()).putInt(Integer.BYTES * index, 0).array();
    }

    private static List<int[]> programHeaders(ByteBuffer dump, int type) {
        int elf = 12;
        return Stream.iterate(0, i -> i + 1).limit(dump.getShort(elf + 44)).map(i -> elf + 52 + 32 * i)
                .filter(at -> dump.getInt(at) == type)
                .map(at -> new int[] {elf + dump.getInt(at + 4), dump.getInt(at + 8), dump.getInt(at + 16)}).toList();
    }

    private record Note(int type, byte[] description) { }

    private static List<Note> notes(ByteBuffer dump) {
        return programHeaders(dump, NOTE).stream().flatMap(header -> {
            Stream.Builder<Note> notes = Stream.builder();
            int at = header[0];
            while (at < header[0] + header[2]) {
                int begin = at + 12 + (dump.getInt(at) + 3 & ~3);
                int length = dump.getInt(at + 4);
                notes.add(new Note(dump.getInt(at + 8), Arrays.copyOfRange(dump.array(), begin, begin + length)));
                at = begin + (length + 3 & ~3);
            }
            return notes.build();
        }).toList();
    }

    private static Map<Integer, byte[]> tasks(ByteBuffer dump) {
        return notes(dump).stream().filter(note -> note.type() == 1).collect(Collectors.toMap(
                note -> ByteBuffer.wrap(note.description()).order(ByteOrder.LITTLE_ENDIAN).getInt(24), Note::description,
                (one, other) -> one, HashMap::new));
    }

    private static byte[] note(ByteBuffer dump, int type) {
        return notes(dump).stream().filter(note -> note.type() == type).findFirst().orElseThrow().description();
    }

    /** The stack of what panicked, from its stack pointer on, as the firmware dumped it. */
    private static boolean stackIsInOurs(ByteBuffer theirs, ByteBuffer ours, int sp) {
        int[] stack = programHeaders(theirs, LOAD).stream()
                .filter(header -> Integer.toUnsignedLong(sp - header[1]) < header[2]).findFirst().orElseThrow();
        int[] memory = programHeaders(ours, LOAD).stream()
                .filter(header -> Integer.toUnsignedLong(sp - header[1]) < header[2]).findFirst().orElseThrow();
        int length = stack[1] + stack[2] - sp;
        int from = stack[0] + sp - stack[1];
        int there = memory[0] + sp - memory[1];
        return Arrays.equals(theirs.array(), from, from + length, ours.array(), there, there + length);
    }

    @Test
    void theReportNamesPlaceTasksAndMemory() {
        FlashImage image = image();
        Panic panic = panic(image);
        assertEquals(PanicKind.EXCEPTION, panic.kind());
        String text = new PanicReport(panic, image.elf().map(Symbolizer::new)).text();
        assertTrue(text.startsWith("Guru Meditation Error: Core  0 panic'ed (StoreProhibited). Exception was unhandled.\nexception after 0."),
                text);
        assertTrue(text.contains(" s of guest time on core 0, in task main\n"), text);
        assertTrue(text.contains("  PC       0x400d5260  app_main at /COMPONENT_MAIN_DIR/hello_world_main.c:17\n"), text);
        assertTrue(text.contains("""
                * main             running   priority  1  core 0
                    0x400d5260:0x3ffb46b0  app_main at /COMPONENT_MAIN_DIR/hello_world_main.c:17
                    0x400d316e:0x3ffb46e0  main_task at /COMPONENT_FREERTOS_DIR/app_startup.c:199
                    0x400daa61:0x3ffb4710  vPortTaskWrapper"""), text);
        assertTrue(text.contains("  IDLE0 "), text);
        assertTrue(text.contains("  A1\n"), text);
        assertEquals(16, panic.allocations().size());
        Pattern last = Pattern.compile("""
                Last allocations
                (?:  0\\.\\d{3} s  .*\n)*  0\\.\\d{3} s  \\w+ of [\\d,]+ bytes? at 0x3ff[b-e]\\w{4}.*, from .*\n""");
        assertTrue(last.matcher(text).find(), text);
        String json = new PanicReport(panic, Optional.empty()).json();
        assertTrue(json.startsWith("{\n  \"kind\": \"EXCEPTION\",\n"), json);
        assertTrue(json.contains("\"EXCCAUSE\": \"0x0000001d\""), json);
    }

    /** The loader of Espressif's own tool accepts the file: header, checksum, notes. */
    @Test
    void espCoredumpReadsIt(@TempDir Path folder) throws IOException, InterruptedException {
        String python = Optional.ofNullable(System.getenv("CREMA_ESP_COREDUMP"))
                .orElseGet(() -> abort("no esp-coredump: name a Python that has it by CREMA_ESP_COREDUMP"));
        FlashImage image = image();
        String sha = image.app().orElseThrow().image().appDescriptor().orElseThrow().elfSha256();
        Path file = Files.write(folder.resolve("core.bin"), new CoreDump(panic(image), sha).image(301));
        String script = """
                import sys
                from esp_coredump.corefile.loader import ESPCoreDumpFileLoader
                from esp_coredump.corefile.elf import ESPCoreDumpElfFile
                loader = ESPCoreDumpFileLoader(sys.argv[1])
                loader.create_corefile(exe_name=sys.argv[2], e_machine=ESPCoreDumpElfFile.EM_XTENSA)
                core = ESPCoreDumpElfFile(loader.core_elf_file)
                notes = [note.type for segment in core.note_segments for note in segment.note_secs]
                print(loader.target, notes.count(1), 677 in notes, 679 in notes)
                """;
        Path elf = Path.of(image.elf().orElseThrow().name());
        Process process = new ProcessBuilder(python, "-c", script, file.toString(), elf.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.endsWith("esp32 5 True True\n"), output);
    }
}
