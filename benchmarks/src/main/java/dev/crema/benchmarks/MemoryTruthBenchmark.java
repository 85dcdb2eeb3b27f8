package dev.crema.benchmarks;

import dev.crema.constraints.heap.MemoryTruth;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.firmware.FlashImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to watch the heap while real firmware boots: compare {@code watched} true with false. The firmware is the NAT
 * router of the corpus, whose folder the environment variable CREMA_CORPUS names.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 4)
public class MemoryTruthBenchmark {
    private static final Duration BOOT = Duration.ofSeconds(3);

    /** Whether somebody watches. */
    @Param({"false", "true"})
    public boolean watched;

    private FlashImage image;

    /** Reads the firmware. */
    @Setup
    public void read() {
        Path folder = Path.of(System.getenv().getOrDefault("CREMA_CORPUS", ".")).resolve("nat/firmware_esp32");
        image = FlashImage.builder().bootloader(folder.resolve("bootloader.bin"))
                .partitionTable(folder.resolve("partition-table.bin"))
                .file(0x20000, folder.resolve("esp32_nat_router.bin")).build();
    }

    /** From power-on on for three seconds of guest time. */
    @Benchmark
    public List<Object> boot() {
        Machine machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT);
        if (watched) {
            MemoryTruth truth = MemoryTruth.watch(machine);
            machine.run(BOOT);
            return List.of(truth.heap().attempts());
        }
        machine.run(BOOT);
        return List.of(machine.instructions());
    }
}
