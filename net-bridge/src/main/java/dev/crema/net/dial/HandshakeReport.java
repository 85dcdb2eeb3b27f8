package dev.crema.net.dial;

import dev.crema.emulator.debug.profile.Cost;
import dev.crema.emulator.debug.profile.FlameGraph;
import dev.crema.emulator.debug.profile.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What handshakes with an endpoint took, and where the guest spent them.
 *
 * @param image what its firmware is called
 * @param first the first dial after boot, with a profile, so that its host time is that of the interpreter
 * @param later a later one, likewise
 * @param others between them without a profile, at least one
 */
public record HandshakeReport(String image, Handshake first, Handshake later, List<Moment.Span> others) {
    /** What guest times mean. */
    public static final String MODEL = "Guest time: one instruction takes one cycle of the CPU; caches, flash and bus wait for nothing. "
            + "The dialer answers in no time; the air takes what it takes.";

    private static final int FUNCTIONS = 12;

    /** Copies the list. */
    public HandshakeReport {
        others = List.copyOf(others);
    }

    /** The table, a line each. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("handshake with %s at %s".formatted(first.peer(), first.place()));
        lines.add(row("", "first dial", "later"));
        lines.add(row("guest time", milliseconds(first.span().guest()), milliseconds(later.span().guest())));
        lines.add(row("guest instructions", count(first.span().instructions()), count(later.span().instructions())));
        lines.add(row("host time", milliseconds(first.span().host()) + " *", milliseconds(medianHost())));
        lines.add("");
        lines.add(row("guest cycles", "", ""));
        List<Cost> groupsOfFirst = groups(first.profile());
        List<Cost> groupsOfLater = groups(later.profile());
        for (int i = 0; i < groupsOfFirst.size(); i++) {
            lines.add(row("  " + groupsOfFirst.get(i).name(), share(groupsOfFirst.get(i), first.profile()),
                    share(groupsOfLater.get(i), later.profile())));
        }
        lines.add(row("  sum", count(first.profile().cycles()) + " 100.0 %", count(later.profile().cycles()) + " 100.0 %"));
        lines.add("");
        lines.add(row("functions, without what they call", "", ""));
        List<Cost> laterFunctions = later.profile().functions();
        for (Cost function : laterFunctions.subList(0, Math.min(FUNCTIONS, laterFunctions.size()))) {
            lines.add(row("  " + function.name(), "", share(function, later.profile())));
        }
        lines.add("");
        lines.add("* interpreted, for the profile; the later host time is the median of %d dials without it.".formatted(others.size()));
        lines.add(MODEL);
        if (!first.profile().named()) {
            lines.add("The image has no symbols, so functions are the addresses that were called; give the ELF file with --elf.");
        }
        return lines;
    }

    private static String row(String name, String one, String other) {
        return String.format(Locale.ROOT, "%-36s %22s %22s", name.length() <= 36 ? name : name.substring(0, 34) + "..", one, other)
                .stripTrailing();
    }

    private static String milliseconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f ms", time.toNanos() / 1e6);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String share(Cost cost, Profile profile) {
        return String.format(Locale.ROOT, "%,d %5.1f %%", cost.cycles(), 100.0 * cost.cycles() / Math.max(1, profile.cycles()));
    }

    private static List<Cost> groups(Profile profile) {
        return profile.groups(HandshakeGroups.ALL, HandshakeGroups.REST);
    }

    private Duration medianHost() {
        List<Duration> times = others.stream().map(Moment.Span::host).sorted().toList();
        return times.get(times.size() / 2);
    }

    /** All of it as JSON. */
    public String json() {
        return """
                {
                  "image": %s,
                  "endpoint": %s,
                  "model": %s,
                  "named": %b,
                  "first": %s,
                  "later": %s,
                  "others": [%s]
                }
                """.formatted(quoted(image), quoted(first.peer().toString()), quoted(MODEL), first.profile().named(), json(first),
                json(later), others.stream().map(HandshakeReport::json).collect(Collectors.joining(", ")));
    }

    private static String json(Handshake handshake) {
        return "{\"span\": %s,%n    \"cycles\": %d,%n    \"groups\": %s,%n    \"functions\": %s}".formatted(json(handshake.span()),
                handshake.profile().cycles(), json(groups(handshake.profile())), json(handshake.profile().functions()));
    }

    private static String json(Moment.Span span) {
        return "{\"guestNanos\": %d, \"instructions\": %d, \"hostNanos\": %d}".formatted(span.guest().toNanos(), span.instructions(),
                span.host().toNanos());
    }

    private static String json(List<Cost> costs) {
        return costs.stream().map(cost -> "{\"name\": %s, \"instructions\": %d, \"cycles\": %d}".formatted(quoted(cost.name()),
                cost.instructions(), cost.cycles())).collect(Collectors.joining(String.format(",%n      "), "[", "]"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append((char) character);
            } else if (character < ' ') {
                quoted.append("\\u%04x".formatted(character));
            } else {
                quoted.append((char) character);
            }
        });
        return quoted.append('"').toString();
    }

    /** A flame graph of the later handshake, as SVG. */
    public String flameGraph() {
        return FlameGraph.svg(later.profile(), "A handshake with %s: %,d guest cycles".formatted(image, later.profile().cycles()));
    }
}
