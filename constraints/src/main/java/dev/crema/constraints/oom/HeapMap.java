package dev.crema.constraints.oom;

import dev.crema.emulator.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Draws the blocks of a scene: time to the right, addresses upwards, each block from when it was asked for to when it was given
 * back.
 * Of memory that no block touches, only a gap is left.
 */
final class HeapMap {
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 360;
    private static final int LEFT = 90;
    private static final int GAP = 10;
    private static final int LEAST_WIDTH = 2;
    private static final int LEAST_HEIGHT = 3;
    /** Blocks so close to each other, in bytes, are drawn in one stretch of memory. */
    private static final int NEAR = 8_192;

    private final Report report;
    private final Map<Long, Result> findings = new HashMap<>();
    private final List<Stretch> stretches = new ArrayList<>();

    /** A part of memory, and where it is drawn. */
    private record Stretch(long begin, long end, double top, double height) {
        double y(long address) {
            return top + height * (end - address) / (end - begin);
        }
    }

    HeapMap(Report report) {
        this.report = report;
        report.findings().forEach(finding -> findings.put(finding.number(), finding));
        List<long[]> parts = parts(report.baseline().candidates().values());
        long bytes = parts.stream().mapToLong(part -> part[1] - part[0]).sum();
        double top = GAP;
        for (long[] part : parts.reversed()) {
            double height = Math.max(4 * LEAST_HEIGHT, (double) HEIGHT * (part[1] - part[0]) / bytes);
            stretches.add(new Stretch(part[0], part[1], top, height));
            top += height + GAP;
        }
    }

    private static List<long[]> parts(Collection<Candidate> allocations) {
        List<long[]> parts = new ArrayList<>();
        allocations.stream().filter(each -> each.address() != 0)
                .sorted(Comparator.comparing(Candidate::address, Integer::compareUnsigned)).forEach(each -> {
                    long begin = Integer.toUnsignedLong(each.address());
                    long end = begin + Math.max(1, each.size());
                    if (!parts.isEmpty() && begin - parts.getLast()[1] < NEAR) {
                        parts.getLast()[1] = Math.max(parts.getLast()[1], end);
                    } else {
                        parts.add(new long[] {begin, end});
                    }
                });
        return parts;
    }

    /** The picture, as an element of HTML. */
    String svg() {
        double bottom = stretches.isEmpty() ? GAP : stretches.getLast().top + stretches.getLast().height;
        StringBuilder svg = new StringBuilder(format(
                "<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"blocks over time\">%n",
                WIDTH, bottom + 30));
        for (Stretch stretch : stretches) {
            svg.append(format("<rect class=\"memory\" x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>"
                            + "<text x=\"0\" y=\"%.1f\">0x%08x</text>%n",
                    LEFT, stretch.top, WIDTH - LEFT, stretch.height, stretch.top + stretch.height, stretch.begin));
        }
        report.baseline().candidates().values().forEach(allocation -> svg.append(block(allocation)));
        Scene.Recorded recorded = report.scene().recorded();
        for (int part = 0; part <= 4; part++) {
            long tick = recorded.startTick() + (recorded.endTick() - recorded.startTick()) * part / 4;
            svg.append(format("<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"%s\">%.3f s</text>%n", x(tick), bottom + 20,
                    part == 4 ? "end" : part == 0 ? "start" : "middle", tick / (double) Clock.TICKS_PER_SECOND));
        }
        return svg.append("</svg>\n").toString();
    }

    private String block(Candidate allocation) {
        long address = Integer.toUnsignedLong(allocation.address());
        return stretches.stream().filter(each -> address >= each.begin && address < each.end).findFirst().map(stretch -> {
            double left = x(allocation.tick());
            double right = x(Math.min(allocation.freed(), report.scene().recorded().endTick()));
            double low = stretch.y(address);
            double high = stretch.y(address + allocation.size());
            return format("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>%n",
                    style(allocation), left, Math.min(high, low - LEAST_HEIGHT),
                    Math.max(LEAST_WIDTH, right - left), Math.max(LEAST_HEIGHT, low - high),
                    HtmlReport.escaped(title(allocation)));
        }).orElse("");
    }

    private String style(Candidate allocation) {
        return Optional.ofNullable(findings.get(allocation.number()))
                .map(finding -> HtmlReport.style(finding.verdict().outcome()))
                .orElse("none");
    }

    private String title(Candidate allocation) {
        return "#%d: %d bytes at 0x%08x for %s%s".formatted(allocation.number(), allocation.size(), allocation.address(),
                allocation.site().place(),
                findings.containsKey(allocation.number())
                        ? "; failed: " + findings.get(allocation.number()).verdict().outcome().text() : "");
    }

    private double x(long tick) {
        Scene.Recorded recorded = report.scene().recorded();
        double share = (double) (tick - recorded.startTick()) / Math.max(1, recorded.endTick() - recorded.startTick());
        return LEFT + (WIDTH - LEFT) * share;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
