package dev.crema.constraints.oom;

import dev.crema.constraints.heap.Allocation;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a run with a fault is taken for, and why.
 *
 * @param outcome its class
 * @param evidence the line, place or number that tells
 */
record Verdict(Outcome outcome, String evidence) {
    private static final int LONGEST_LINE = 200;

    /**
     * Judges a run.
     *
     * @param hasPeer whether somebody outside takes part in the scene
         */
    static Verdict of(Observation seen, Baseline baseline, boolean hasPeer) {
        List<String> fresh = baseline.said().beyond(seen.console());
        return corruption(seen, fresh)
                .or(() -> line(fresh, Said::isWatchdog).map(line -> new Verdict(Outcome.WATCHDOG, line)))
                .or(() -> line(fresh, Said::isAbort).map(line -> new Verdict(Outcome.ABORT, line)))
                .or(() -> line(fresh, Said::isPanic).map(line -> new Verdict(Outcome.PANIC, line)))
                .or(() -> ending(seen))
                .or(() -> leak(seen, hasPeer))
                .or(() -> waiting(seen, hasPeer))
                .or(() -> line(fresh, Said::isError).map(line -> new Verdict(Outcome.ERROR_LOGGED, line)))
                .orElseGet(() -> new Verdict(Outcome.HANDLED, seen.end() == Observation.End.REACHED ? ""
                        : "gave up, and gave everything back"));
    }

    private static Optional<Verdict> corruption(Observation seen, List<String> fresh) {
        if (!seen.defects().isEmpty()) {
            return Optional.of(new Verdict(Outcome.HEAP_CORRUPTION, seen.defects().getFirst().sentence()));
        }
        return line(fresh, Said::isCorruption).map(line -> new Verdict(Outcome.HEAP_CORRUPTION, line));
    }

    private static Optional<String> line(List<String> lines, Predicate<String> kind) {
        return lines.stream().filter(kind).findFirst().map(String::strip)
                .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line);
    }

    private static Optional<Verdict> ending(Observation seen) {
        return switch (seen.end()) {
            case RESET -> Optional.of(seen.reason().contains("WDT") && !seen.reason().contains("BROWN")
                    ? new Verdict(Outcome.WATCHDOG, "reset: " + seen.reason())
                    : new Verdict(Outcome.PANIC, "reset without a word: " + seen.reason()));
            case SPINNING -> Optional.of(new Verdict(Outcome.HANG, "a core executes on and on"));
            case STOPPED -> Optional.of(new Verdict(Outcome.HANG, seen.reason()));
            case CRASHED, REACHED, CALM, WAITING -> Optional.empty();
        };
    }

    private static Optional<Verdict> leak(Observation seen, boolean hasPeer) {
        if (seen.excess().isEmpty() || seen.end() == Observation.End.WAITING && !hasPeer) {
            return Optional.empty();
        }
        long bytes = seen.excess().stream().mapToLong(Allocation::size).sum();
        String sites = seen.excess().stream().map(block -> block.site().place()).distinct().limit(3)
                .collect(Collectors.joining(", "));
        return Optional.of(new Verdict(Outcome.LEAK,
                "%d bytes in %d %s of %s not given back".formatted(bytes, seen.excess().size(),
                seen.excess().size() == 1 ? "block" : "blocks", sites)));
    }

    private static Optional<Verdict> waiting(Observation seen, boolean hasPeer) {
        return seen.end() == Observation.End.WAITING && !hasPeer
                ? Optional.of(new Verdict(Outcome.HANG, "everything waits, and the end of the scene does not come"))
                : Optional.empty();
    }
}
