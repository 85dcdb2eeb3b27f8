package dev.crema.constraints.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crema.constraints.heap.AllocationFailure.Cause;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.StopCondition;
import dev.crema.emulator.machine.StopReason;
import dev.crema.firmware.FlashImage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Known stories of memory that was short: a copy buffer of 8 KiB that fails although much more is free, and a WiFi driver that
 * says "no memory" although the heap has plenty.
 */
class ShortagesTest {
    private static final String COMPILER = "xtensa-lx106-elf-gcc";
    private static final Path SAMPLES = Path.of("../firmware-image/samples");
    private static MemoryTruth truth;

    @BeforeAll
    static void runToTheEnd(@TempDir Path folder) throws Exception {
        Path elf = compile(folder);
        FlashImage image = FlashImage.builder().file(elf).build();
        Machine machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT);
        truth = MemoryTruth.watch(machine);
        StopCondition finished = new StopCondition.Symbol("finished");
        assertEquals(new StopReason.Met(finished), machine.run(Duration.ofSeconds(5), List.of(finished)));
    }

    private static Path compile(Path folder) throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin", COMPILER)) && Files.isDirectory(SAMPLES);
        assumeTrue(there, "no " + COMPILER
                + " (Debian's gcc-xtensa-lx106 and picolibc-xtensa-lx106-elf) to build the program with");
        Path source = folder.resolve("shortages.c");
        try (InputStream text = Objects.requireNonNull(ShortagesTest.class.getResourceAsStream("shortages.c"))) {
            Files.copy(text, source);
        }
        Path elf = folder.resolve("shortages.elf");
        Process gcc = new ProcessBuilder(COMPILER, "--specs=/usr/lib/xtensa-lx106-elf/picolibc.specs", "-std=gnu17", "-Os",
                "-mlongcalls", "-mtext-section-literals", "-I", SAMPLES.resolve("endpoint/app").toString(), "-nostartfiles",
                "-nodefaultlibs", "-T", SAMPLES.resolve("endpoint/chip/endpoint.ld").toString(), "-o", elf.toString(),
                SAMPLES.resolve("hello/start.S").toString(), SAMPLES.resolve("endpoint/app/heap.c").toString(), source.toString(),
                "-Wl,--start-group", "-lc", "-lgcc", "-Wl,--end-group").redirectErrorStream(true).start();
        String said = new String(gcc.getInputStream().readAllBytes());
        assertEquals(0, gcc.waitFor(), said);
        return elf;
    }

    @Test
    void aHeapThatIsFullIsExhausted() {
        AllocationFailure failure = truth.heap().failures().get(0);
        assertEquals(Cause.EXHAUSTION, failure.cause());
        assertTrue(failure.sentence().startsWith("asked 8,192, free 3,192 bytes"), failure::sentence);
        assertTrue(failure.sentence().contains("the heap is exhausted"), failure::sentence);
        assertTrue(failure.sentence().endsWith("from copy_buffer"), failure::sentence);
    }

    @Test
    void theCopyBufferFailsByFragmentationThoughMemoryIsFree() {
        AllocationFailure failure = truth.heap().failures().get(1);
        assertEquals(2, truth.heap().failures().size());
        assertEquals(Cause.FRAGMENTATION, failure.cause());
        assertTrue(failure.free() > 80_000, failure::sentence);
        assertTrue(failure.largestBlock() < 8192, failure::sentence);
        // Between the last block and the rest of the arena only one block is in the way.
        assertEquals(1, failure.obstacles().size());
        assertEquals("fill_heap", failure.obstacles().getFirst().site().place());
        assertTrue(failure.sentence().contains("fragmented; this block stands in the way: 4,000 bytes at 0x"), failure::sentence);
    }

    @Test
    void anEmptyPoolOfTheWifiDriverIsNoShortageOfHeap() {
        List<EmptyPool> pools = truth.pools();
        assertEquals(1, pools.size());
        EmptyPool pool = pools.getFirst();
        assertEquals("esp_wifi_internal_tx", pool.function());
        assertEquals(4, pool.count());
        assertTrue(pool.free() > 80_000, pool::sentence);
        assertTrue(pool.sentence().contains("first at ") && pool.sentence().contains("from send_burst; the heap was not short"),
                pool::sentence);
    }

    @Test
    void leaksAreToldByWhoAsked() {
        List<Leak> leaks = truth.heap().leaksSince(new Mark(42, Duration.ZERO));
        Leak leak = leaks.getFirst();
        assertEquals("leak", leak.site().place());
        assertEquals(72, leak.bytes());
        assertEquals(3, leak.blocks().size());
    }

    @Test
    void misuseIsFoundAsItHappens() {
        List<Finding> findings = truth.heap().findings();
        assertEquals(List.of(Finding.Kind.DOUBLE_FREE, Finding.Kind.FOREIGN_FREE, Finding.Kind.OVERRUN),
                findings.stream().map(Finding::kind).toList());
        assertEquals(List.of("free_twice", "free_inside", "write_beyond"),
                findings.stream().map(finding -> finding.site().place()).toList());
        assertTrue(findings.get(0).detail().contains("given back before from free_twice"), findings.get(0)::sentence);
        assertTrue(findings.get(1).detail().startsWith("it points 64 bytes into 4,000 bytes at 0x"), findings.get(1)::sentence);
        assertEquals("write_beyond", findings.get(2).block().orElseThrow().site().place());
    }

    @Test
    void theReportHoldsAllOfIt() {
        HeapReport report = new HeapReport(truth);
        String lines = String.join("\n", report.lines());
        for (String part : List.of("asked for   46 times, in vain 2", "72 in 3 blocks from leak, of main", "double free at")) {
            assertTrue(lines.contains(part), lines);
        }
        for (String part : List.of("\"cause\": \"fragmentation\"", "\"emptyPools\": [", "\"section\": \".bss\"")) {
            assertTrue(report.json().contains(part), report::json);
        }
    }
}
