package dev.crema.cli.run;

import dev.crema.cli.monitor.Screen;
import dev.crema.constraints.heap.MemoryTruth;
import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.debug.PanicDecoder;
import dev.crema.emulator.debug.Symbolizer;
import dev.crema.emulator.machine.Engine;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineEvent;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.Speed;
import dev.crema.emulator.rom.RomDump;
import dev.crema.firmware.FlashImage;
import dev.crema.net.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code crema run}. */
@Command(
        name = "run",
        description = "Runs firmware: what would be flashed, unmodified, with its console here.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the expected text came, or the user left",
            "1:the firmware failed: a fail text came, or the chip stopped for good",
            "2:the command line or a file cannot be used",
            "42:the timeout is over (--timeout-exit-code)",
            "70:a defect of Crema",
            "130:interrupted",
            "141:standard output was closed"},
        footer = {
            "",
            "As the runner of cargo, in .cargo/config.toml: runner = \"crema run\""})
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private FirmwareOptions firmware;

    @Mixin
    private BoardOptions boardOptions;

    @Mixin
    private RomOptions romOptions;

    @Mixin
    private NetworkOptions networkOptions;

    @Mixin
    private EndingOptions endingOptions;

    @Mixin
    private SnapshotOptions snapshots;

    @Mixin
    private WhatIfOptions whatIf;

    @Mixin
    private FaultOptions faults;

    @Mixin
    private DescriptorOptions descriptors;

    @Mixin
    private PanicOptions panics;

    @Mixin
    private HeapOptions heap;

    @Mixin
    private ConsoleOptions console;

    @Option(names = "--flash-file", paramLabel = "FILE", description = {
        "Keep the contents of the flash chip in this file: what the firmware has written is there in the next run.",
        "The image is flashed onto it at the start of each run."})
    private Optional<Path> flashFile = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
            description = "Seed of everything random: equal seeds give equal runs (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--speed", paramLabel = "SPEED", description = {
        "real: not faster than a chip; max: as fast as possible, skipping idle time",
        "(default: max if the run ends by itself and nobody is at the keyboard, else real)."})
    private Optional<Speed> speed = Optional.empty();

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "auto", description = {
        "interp: interpret every instruction; jit: translate everything that is executed more than a few times;",
        "auto: translate what is hot, beside execution (default: ${DEFAULT-VALUE}). The guest cannot tell."})
    private Engine engine;

    @Option(names = "--jit-cache", paramLabel = "SIZE", defaultValue = "64M", converter = ByteCount.class, description = {
        "Keep at most so much translated code, as class files: 512K, 64M (default: ${DEFAULT-VALUE}).",
        "The JVM needs several times that for the machine code that it makes of them."})
    private long jitCache;

    @Option(names = "--trace", paramLabel = "WHAT",
            description = "mmio: report each register that no peripheral knows, once, on standard error.")
    private List<Trace> traces = List.of();

    @Option(names = "--stats", description = "Report guest time, instructions and speed at the end.")
    private boolean stats;

    /** What can be traced. */
    enum Trace {
        /** Accesses to unknown registers. */
        MMIO
    }

    /** The memory of the guest, watched once however many want to know of it, and not if nobody does. */
    private static final class Watched implements Supplier<MemoryTruth> {
        private final FunctionProbes probes;
        private Optional<MemoryTruth> truth = Optional.empty();

        Watched(FunctionProbes probes) {
            this.probes = probes;
        }

        @Override
        public MemoryTruth get() {
            truth = truth.or(() -> Optional.of(MemoryTruth.watch(probes)));
            return truth.get();
        }
    }

    @Override
    public Integer call() throws IOException {
        Optional<FlashFile> kept = flashFile.map(FlashFile::new);
        FlashImage image = firmware.read(kept.flatMap(FlashFile::contents));
        Board board = boardOptions.board(image.size());
        panics.check(image);
        Optional<Path> dump = romOptions.dump(board);
        Screen screen = console.screen(decoder(image));
        image.remarks().forEach(screen::notice);
        try (Surroundings surroundings = networkOptions.open(seed, speed() == Speed.REAL, screen::remark)) {
            Machine machine = Machine.of(image, board,
                    new MachineOptions(seed, speed(), dump.map(RomDump::read), surroundings.air(), engine, jitCache));
            networkOptions.receive(surroundings, machine);
            snapshots.restore(machine);
            FunctionProbes probes = new FunctionProbes(machine);
            whatIf.impose(machine, probes, screen);
            Watched memory = new Watched(probes);
            faults.inject(memory, screen);
            descriptors.watch(probes, screen);
            Runnable panicsSeen = panics.watch(probes, memory, image, board, screen);
            Runnable heapSeen = heap.watch(memory, screen);
            return run(machine, screen, kept, dump, () -> {
                panicsSeen.run();
                heapSeen.run();
            });
        }
    }

    private int run(Machine machine, Screen screen, Optional<FlashFile> kept, Optional<Path> dump, Runnable afterwards)
            throws IOException {
        if (traces.contains(Trace.MMIO)) {
            machine.traceUnknownRegisters();
        }
        machine.onEvent(event -> note(event, screen));
        snapshots.take(machine, screen);
        Statistics statistics = new Statistics(machine, dump);
        Ending ending = endingOptions.ending();
        return Runner.run(machine, ending, console.operator(screen), screen, console.progress(ending.timeout()), () -> {
            kept.ifPresent(file -> file.save(machine));
            afterwards.run();
            if (stats) {
                statistics.report().forEach(System.err::println);
            }
        });
    }

    private Speed speed() {
        return speed.orElse(endingOptions.given() && !console.interactive() ? Speed.MAX : Speed.REAL);
    }

    private static Function<String, List<String>> decoder(FlashImage image) {
        return image.elf().<Function<String, List<String>>>map(elf -> new PanicDecoder(new Symbolizer(elf))::explain)
                .orElse(line -> List.of());
    }

    private static void note(MachineEvent event, Screen screen) {
        switch (event) {
            case MachineEvent.Reset reset -> { }
            case MachineEvent.PowerCut cut -> screen.notice("Power failed in the middle of a flash write, of %d bytes at 0x%x."
                    .formatted(cut.length(), cut.offset()));
            case MachineEvent.DeepSleep sleep -> screen.notice("The chip is in deep sleep.");
            case MachineEvent.UnknownRegister register -> screen.notice("mmio: %s + 0x%03x: %s 0x%08x".formatted(register.block(),
                    register.offset(), register.write() ? "written" : "read as", register.value()));
        }
    }
}
