package dev.crema.constraints.oom;

import dev.crema.constraints.report.Json;
import dev.crema.emulator.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** A report for programs. Times are nanoseconds of guest time since power-on. */
final class JsonReport {
    private final Report report;
    private final String replay;

    /**
     * A report.
     *
     * @param replay the command line that makes a run again, but for the number at its end
     */
    JsonReport(Report report, String replay) {
        this.report = report;
        this.replay = replay;
    }

    String text() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("image", report.image());
        all.put("from", report.scene().marks().from());
        all.put("until", report.scene().marks().until());
        all.put("fromNanos", nanos(report.scene().recorded().startTick()));
        all.put("untilNanos", nanos(report.scene().recorded().untilTick()));
        all.put("allocations", report.baseline().candidates().size());
        Map<String, Object> counts = new LinkedHashMap<>();
        report.counts().forEach((outcome, count) -> counts.put(outcome.name(), count));
        all.put("outcomes", counts);
        all.put("remarks", report.remarks());
        all.put("findings", report.findings().stream().map(this::finding).toList());
        return Json.of(all) + "\n";
    }

    private Map<String, Object> finding(Result finding) {
        Candidate allocation = report.allocation(finding);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("allocation", finding.number());
        all.put("outcome", finding.verdict().outcome().name());
        all.put("evidence", finding.verdict().evidence());
        all.put("reachesUntil", finding.reached());
        all.put("nanos", nanos(allocation.tick()));
        all.put("size", allocation.size());
        allocation.capabilities().ifPresent(bits -> all.put("capabilities", "0x%x".formatted(bits)));
        if (!allocation.task().isEmpty()) {
            all.put("task", allocation.task());
        }
        all.put("site", allocation.site().path(Report.PATH));
        all.put("calls", allocation.site().addresses().stream().map("0x%08x"::formatted).toList());
        all.put("endNanos", nanos(finding.print().tick()));
        all.put("instructions", finding.print().instructions());
        all.put("replay", replay + " " + finding.number());
        return all;
    }

    private static long nanos(long tick) {
        return tick / Clock.TICKS_PER_MICROSECOND * 1_000
                + tick % Clock.TICKS_PER_MICROSECOND * 1_000 / Clock.TICKS_PER_MICROSECOND;
    }
}
