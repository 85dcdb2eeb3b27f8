package dev.crema.constraints.oom;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as a table for a terminal. */
final class TextReport {
    private static final int SITE = 46;

    private final Report report;
    private final String replay;

    /**
     * A table.
     *
     * @param replay the command line that makes a run again, but for the number at its end
     */
    TextReport(Report report, String replay) {
        this.report = report;
        this.replay = replay;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s, from \"%s\" until \"%s\": %d allocations, %d of them failed once.".formatted(report.image(),
                report.scene().marks().from(), report.scene().marks().until(), report.baseline().candidates().size(),
                report.findings().size()));
        lines.add(report.counts().entrySet().stream().map(count -> count.getValue() + " " + count.getKey().text())
                .collect(Collectors.joining(", ")) + ".");
        lines.add("");
        lines.add(row("outcome", "times", "bytes", "asked for by", "first, and why"));
        for (Report.Group group : report.groups()) {
            lines.add(row(group.outcome().text(), Integer.toString(group.findings().size()), report.sizes(group),
                    group.path().getFirst(),
                    first(group)));
            group.path().stream().skip(1).limit(1).forEach(caller -> lines.add(row("", "", "", "  from " + caller, "")));
        }
        lines.add("");
        lines.addAll(report.remarks());
        report.groups().stream().findFirst().ifPresent(worst ->
                lines.add("Again: " + replay + " " + worst.example().number()));
        return lines;
    }

    private static String row(String outcome, String times, String bytes, String site, String why) {
        return String.format(Locale.ROOT, "%-16s %5s %13s  %-" + SITE + "s  %s", outcome, times, bytes, site, why)
                .stripTrailing();
    }

    private static String first(Report.Group group) {
        String evidence = group.example().verdict().evidence();
        return "#" + group.example().number() + (evidence.isEmpty() ? "" : ": " + evidence);
    }
}
