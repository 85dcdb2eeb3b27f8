package dev.crema.cli.run;

import dev.crema.cli.monitor.Screen;
import dev.crema.constraints.heap.HeapLog;
import dev.crema.constraints.heap.MemoryTruth;
import dev.crema.constraints.panic.CoreDump;
import dev.crema.constraints.panic.Panic;
import dev.crema.constraints.panic.PanicReport;
import dev.crema.constraints.panic.PanicWatch;
import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.debug.Symbolizer;
import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.FlashImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is kept of the first panic. */
final class PanicOptions {
    private static final String PLAIN_ELF = ".elf";
    private static final int REVISIONS = 100;

    @Option(names = "--panic-report", paramLabel = "FILE", description = {
        "Write what is known of the first panic to FILE: registers, all tasks with their backtraces, the memory around;",
        "and the same as JSON to FILE.json."})
    private Optional<Path> report = Optional.empty();

    @Option(names = "--core-dump", paramLabel = "FILE", description = {
        "Write a core dump of the first panic for esp-coredump; if FILE ends with .elf, only the ELF file in it, for GDB.",
        "Needs the ELF file of the firmware."})
    private Optional<Path> coreDump = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Checks what can be checked before the run. */
    void check(FlashImage image) {
        if (coreDump.isPresent() && image.elf().isEmpty()) {
            throw new ParameterException(command.commandLine(),
                    "--core-dump needs the ELF file of the firmware to find its tasks; give it with --elf");
        }
        Stream.concat(report.stream(), coreDump.stream()).forEach(file -> OutputFile.check(file, command));
    }

    /**
     * Waits for a panic, if something is to be kept of it.
     *
     * @param memory watched from the first call on
     * @return what is left to do after the run
     */
    Runnable watch(FunctionProbes probes, Supplier<MemoryTruth> memory, FlashImage image, Board board, Screen screen) {
        if (report.isEmpty() && coreDump.isEmpty()) {
            return () -> { };
        }
        PanicWatch watch = new PanicWatch(probes).withHeap(new HeapLog(memory.get())::lines);
        watch.onPanic(panic -> {
            if (panic.equals(watch.panics().getFirst())) {
                write(panic, image, board, screen);
            }
        });
        return watch::panics;
    }

    private void write(Panic panic, FlashImage image, Board board, Screen screen) {
        report.ifPresent(file -> {
            PanicReport text = new PanicReport(panic, image.elf().map(Symbolizer::new));
            FirmwareFiles.write(file, text.text().getBytes(StandardCharsets.UTF_8));
            FirmwareFiles.write(file.resolveSibling(file.getFileName() + ".json"), text.json().getBytes(StandardCharsets.UTF_8));
            screen.notice("Panic report written to %s.".formatted(file));
        });
        coreDump.filter(file -> panic.scene().isPresent()).ifPresent(file -> {
            CoreDump dump = new CoreDump(panic, elfSha256(image));
            boolean plain = file.toString().endsWith(PLAIN_ELF);
            int revision = REVISIONS * board.revision().major() + board.revision().minor();
            FirmwareFiles.write(file, plain ? dump.elf() : dump.image(revision));
            screen.notice("Core dump written to %s.".formatted(file));
        });
    }

    private static String elfSha256(FlashImage image) {
        return image.app().flatMap(app -> app.image().appDescriptor()).map(descriptor -> descriptor.elfSha256()).orElse("");
    }
}
