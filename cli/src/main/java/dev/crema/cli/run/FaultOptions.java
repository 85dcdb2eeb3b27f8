package dev.crema.cli.run;

import dev.crema.cli.monitor.Screen;
import dev.crema.constraints.fault.FaultSpec;
import dev.crema.constraints.fault.Injection;
import dev.crema.constraints.heap.AllocationAttempt;
import dev.crema.constraints.heap.MemoryTruth;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is made to fail in the firmware. */
final class FaultOptions {
    @Option(names = "--fail-alloc", paramLabel = "SPEC", converter = Spec.class, description = {
        "Make allocations fail that meet all of the conditions joined by commas; may be given several times:",
        "nth=7, nth=7..9 or nth=7.. (counting those that meet the others), size=4096.. or size=..64 bytes,",
        "site=FUNCTION or site=FILE:LINE (somewhere in the backtrace), task=NAME, heap=dma (or exec, 32bit, 8bit,",
        "spiram, internal, default, rtc; several with +), chance=1%% or chance=0.01@SEED, times=3,",
        "and last after=TEXT to begin at a text on the console."})
    private List<FaultSpec> failing = List.of();

    /**
     * From now on has allocations fail that are to, and says so.
     *
     * @param memory watched from the first call on
     */
    void inject(Supplier<MemoryTruth> memory, Screen screen) {
        if (!failing.isEmpty()) {
            MemoryTruth truth = memory.get();
            failing.forEach(spec -> new Injection(spec, truth, attempt -> screen.notice(notice(attempt))));
        }
    }

    private static String notice(AllocationAttempt attempt) {
        return "Allocation %d, of %d bytes%s, fails: asked for by %s.".formatted(attempt.index(), attempt.size(),
                attempt.task().isEmpty() ? "" : " in task " + attempt.task(), attempt.site().place());
    }

    /** Reads a specification. */
    static final class Spec implements ITypeConverter<FaultSpec> {
        @Override
        public FaultSpec convert(String text) {
            try {
                return FaultSpec.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
