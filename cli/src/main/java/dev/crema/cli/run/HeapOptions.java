package dev.crema.cli.run;

import dev.crema.cli.monitor.Screen;
import dev.crema.constraints.heap.HeapReport;
import dev.crema.constraints.heap.MemoryTruth;
import dev.crema.firmware.FirmwareFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is told of the firmware's memory. */
final class HeapOptions {
    @Option(names = "--heap", description = {
        "Tell of each allocation that fails whether the heap is exhausted or fragmented, of each misuse of the heap,",
        "and at the end who has which memory. The guest cannot tell."})
    private boolean heap;

    @Option(names = "--heap-report", paramLabel = "FILE",
            description = "Write all that is known of the heap at the end to FILE, as JSON: regions, blocks, owners.")
    private Optional<Path> report = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Watches the heap, if somebody wants to know of it.
     *
     * @param memory watched from the first call on
     * @return what is left to do after the run
     */
    Runnable watch(Supplier<MemoryTruth> memory, Screen screen) {
        report.ifPresent(file -> OutputFile.check(file, command));
        if (!heap && report.isEmpty()) {
            return () -> { };
        }
        MemoryTruth truth = memory.get();
        if (heap) {
            truth.heap().onFailure(failure -> screen.notice("heap: " + failure.sentence() + "."));
            truth.heap().onFinding(finding -> screen.notice("heap: " + finding.sentence() + "."));
        }
        return () -> {
            HeapReport all = new HeapReport(truth);
            if (heap) {
                all.lines().forEach(System.err::println);
            }
            report.ifPresent(file -> FirmwareFiles.write(file, all.json().getBytes(StandardCharsets.UTF_8)));
        };
    }
}
