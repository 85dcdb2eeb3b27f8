package dev.crema.constraints.oom;

import dev.crema.emulator.time.Clock;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report for a browser, in one file that needs nothing else. */
final class HtmlReport {
    private static final String STYLE = """
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 72em; padding: 0 1em; color: #222; }
            h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin-top: 2em; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; vertical-align: top; padding: .25em .7em .25em 0; }
            tr { border-bottom: 1px solid #ddd; } td.n { text-align: right; } code { font-size: .9em; overflow-wrap: anywhere; }
            svg { width: 100%; } svg text { font: 11px sans-serif; fill: #666; } .memory { fill: #f4f4f4; }
            b.heap-corruption, b.panic, b.abort, b.watchdog, b.hang { color: #b00020; } b.leak { color: #a05a00; }
            b.error-logged { color: #33589b; } b.handled { color: #2c7a3f; }
            rect.heap-corruption, rect.panic, rect.abort, rect.watchdog, rect.hang { fill: #d1495b; } rect.leak { fill: #edae49; }
            rect.error-logged { fill: #6a8fd0; } rect.handled { fill: #74b886; } rect.none { fill: #bbb; }
            """;

    private final Report report;
    private final String replay;

    /**
     * A report.
     *
     * @param replay the command line that makes a run again, but for the number at its end
     */
    HtmlReport(Report report, String replay) {
        this.report = report;
        this.replay = replay;
    }

    String text() {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Failed allocations: %s</title><style>
                %s</style></head>
                <body>
                <h1>%s: each of %d allocations fails once</h1>
                <p>From <q>%s</q> until <q>%s</q>: %s.</p>
                %s
                <h2>Findings</h2>
                <table><tr><th>outcome</th><th>times</th><th>bytes</th><th>asked for by</th><th>why</th></tr>
                %s</table>
                <h2>Heap and timeline</h2>
                <p>Each block from when it was asked for to when it was given back, in the colour of what
                its failure leads to.</p>
                %s
                <h2>All allocations</h2>
                <table><tr><th>number</th><th>at</th><th>bytes</th><th>task</th><th>asked for by</th><th>outcome</th></tr>
                %s</table>
                </body>
                </html>
                """.formatted(escaped(report.image()), STYLE, escaped(report.image()), report.baseline().candidates().size(),
                escaped(report.scene().marks().from()), escaped(report.scene().marks().until()), counts(),
                report.remarks().stream().map(remark -> "<p>" + escaped(remark) + "</p>").collect(Collectors.joining("\n")),
                report.groups().stream().map(this::row).collect(Collectors.joining()), new HeapMap(report).svg(),
                report.findings().stream().map(this::row).collect(Collectors.joining()));
    }

    private String counts() {
        return report.counts().entrySet().stream()
                .map(count -> count.getValue() + " <b class=\"" + style(count.getKey()) + "\">" + count.getKey().text() + "</b>")
                .collect(Collectors.joining(", "));
    }

    private String row(Report.Group group) {
        return """
                <tr><td><b class="%s">%s</b></td><td class="n">%d</td><td class="n">%s</td><td>%s</td>
                <td>%s<br><code>%s %d</code></td></tr>
                """
                .formatted(style(group.outcome()), group.outcome().text(), group.findings().size(), report.sizes(group),
                        group.path().stream().map(HtmlReport::escaped).collect(Collectors.joining("<br>from ")),
                        escaped(group.example().verdict().evidence()), escaped(replay), group.example().number());
    }

    private String row(Result finding) {
        Candidate allocation = report.allocation(finding);
        return """
                <tr><td class="n">%d</td><td class="n">%s</td><td class="n">%d</td><td>%s</td><td>%s</td>
                <td><b class="%s">%s</b> %s</td></tr>
                """
                .formatted(finding.number(),
                        String.format(Locale.ROOT, "%.6f s", allocation.tick() / (double) Clock.TICKS_PER_SECOND),
                        allocation.size(),
                        escaped(allocation.task()), escaped(allocation.site().place()),
                        style(finding.verdict().outcome()),
                        finding.verdict().outcome().text(), escaped(finding.verdict().evidence()));
    }

    /** The class of an outcome in the style sheet. */
    static String style(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A text that means itself in HTML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replaceAll("\\p{Cntrl}", "?");
    }
}
