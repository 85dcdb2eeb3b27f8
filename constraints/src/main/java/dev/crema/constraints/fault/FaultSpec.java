package dev.crema.constraints.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which requests for memory fail, as users write it: conditions joined by commas, all of which a request must meet. {@code nth}
 * counts those that meet all others, {@code chance} draws lots among those that are left.
 *
 * <table>
 * <caption>Conditions</caption>
 * <tr><td>{@code nth=7}, {@code nth=7..9}, {@code nth=7..}</td><td>the seventh, up to the ninth, from then on</td></tr>
 * <tr><td>{@code size=4096..}, {@code size=..64}, {@code size=100}</td><td>bytes: at least, at most, exactly; with K or
 * M</td></tr>
 * <tr><td>{@code site=FUNCTION}</td><td>made by a function or those it calls: its name, or its file and line</td></tr>
 * <tr><td>{@code task=NAME}</td><td>made by a task of FreeRTOS</td></tr>
 * <tr><td>{@code heap=dma}</td><td>that ask for a capability of the memory: exec, 32bit, 8bit, dma, spiram, internal, default,
 *     rtc; several joined by +</td></tr>
 * <tr><td>{@code chance=0.01}, {@code chance=1%@42}</td><td>by chance, with a seed</td></tr>
 * <tr><td>{@code times=3}</td><td>so many at most</td></tr>
 * <tr><td>{@code after=TEXT}</td><td>counted from this text on the console on; comes last, for the text may have commas</td></tr>
 * </table>
 */
public final class FaultSpec {
    /** Bits of {@code MALLOC_CAP_*} in esp_heap_caps.h. */
    private static final Map<String, Integer> HEAPS = Map.of("exec", 1, "32bit", 1 << 1, "8bit", 1 << 2, "dma", 1 << 3,
            "spiram", 1 << 10, "internal", 1 << 11, "default", 1 << 12, "rtc", 1 << 15);
    private static final String KNOWN = "nth, size, site, task, heap, chance, times, after";
    private static final Pattern RANGE = Pattern.compile("(\\d{1,12})?([KM]?)(\\.\\.)?(\\d{1,12})?([KM]?)");
    private static final Pattern CHANCE = Pattern.compile("(\\d+(?:\\.\\d+)?|\\.\\d+)(%?)(?:@(-?\\d{1,18}))?");

    private final String text;
    private final List<Fault> conditions = new ArrayList<>();
    private Optional<Range> numbers = Optional.empty();
    private Optional<Chance> chance = Optional.empty();
    private long times = Long.MAX_VALUE;
    private Optional<String> after = Optional.empty();

    private record Range(long first, long last) { }

    private record Chance(double probability, long seed) { }

    private FaultSpec(String text) {
        this.text = text;
    }

    /**
     * Reads what a user wrote.
     *
     * @throws IllegalArgumentException if it cannot be understood: what of it, and what can be
     */
    public static FaultSpec parse(String text) {
        FaultSpec spec = new FaultSpec(text);
        String rest = text;
        while (!rest.isEmpty()) {
            int end = rest.startsWith("after=") ? -1 : rest.indexOf(',');
            spec.add(end < 0 ? rest : rest.substring(0, end));
            rest = end < 0 ? "" : rest.substring(end + 1);
            if (end >= 0 && rest.isEmpty()) {
                throw new IllegalArgumentException("'" + text + "' ends with a comma: a condition is missing");
            }
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("there is no condition; known are " + KNOWN);
        }
        return spec;
    }

    /** The n-th request from where counting begins, and no other. */
    public static FaultSpec nth(long number) {
        return parse("nth=" + number);
    }

    private void add(String condition) {
        int sign = condition.indexOf('=');
        String name = sign < 0 ? condition : condition.substring(0, sign);
        String value = sign < 0 ? "" : condition.substring(sign + 1);
        if (sign >= 0 && value.isEmpty()) {
            throw new IllegalArgumentException("'" + condition + "' says nothing behind its =");
        }
        switch (name) {
            case "nth" -> numbers = Optional.of(range(condition, value, 1));
            case "size" -> {
                Range size = range(condition, value, 0);
                conditions.add(new BySize(size.first, size.last));
            }
            case "site" -> conditions.add(new BySite(value));
            case "task" -> conditions.add(new ByTask(value));
            case "heap" -> {
                int capabilities = capabilities(condition, value);
                conditions.add(new ByHeap(capabilities));
            }
            case "chance" -> chance = Optional.of(chance(condition, value));
            case "times" -> times = range(condition, value, 1).first;
            case "after" -> after = Optional.of(value);
            default -> throw new IllegalArgumentException("'" + condition + "' is no condition; known are " + KNOWN);
        }
    }

    private static Range range(String condition, String value, long least) {
        Matcher matcher = RANGE.matcher(value);
        boolean open = matcher.matches() && matcher.group(3) != null;
        if (!matcher.matches() || matcher.group(1) == null && matcher.group(4) == null || !open && matcher.group(4) != null) {
            throw new IllegalArgumentException(
                    "'" + condition + "' is no range: write a number, FIRST..LAST, FIRST.. or ..LAST");
        }
        long first = matcher.group(1) == null ? least : number(matcher.group(1), matcher.group(2));
        long last = matcher.group(4) != null ? number(matcher.group(4), matcher.group(5)) : open ? Long.MAX_VALUE : first;
        if (first < least || last < first) {
            throw new IllegalArgumentException(
                    "'" + condition + "' holds for nothing: it begins at " + first + " and ends at " + last);
        }
        return new Range(first, last);
    }

    private static long number(String digits, String unit) {
        return Long.parseLong(digits) << switch (unit) {
            case "K" -> 10;
            case "M" -> 20;
            default -> 0;
        };
    }

    private static int capabilities(String condition, String value) {
        int bits = 0;
        for (String name : value.split("\\+", -1)) {
            Integer bit = HEAPS.get(name);
            if (bit == null) {
                throw new IllegalArgumentException("'" + condition + "' names no capability of memory that is known: take "
                        + String.join(", ", HEAPS.keySet().stream().sorted().toList()));
            }
            bits |= bit;
        }
        return bits;
    }

    private static Chance chance(String condition, String value) {
        Matcher matcher = CHANCE.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + condition + "' is no chance: write 0.01 or 1%, with a seed 0.01@42");
        }
        double probability = Double.parseDouble(matcher.group(1)) / (matcher.group(2).isEmpty() ? 1 : 100);
        if (probability > 1) {
            throw new IllegalArgumentException("'" + condition + "' is more than certain: a chance is at most 1, or 100%");
        }
        return new Chance(probability, matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3)));
    }

    /** The text on the console from which on requests count; empty if from the beginning. */
    public Optional<String> after() {
        return after;
    }

    /** A fault for one run, which strikes the requests that fail. */
    Fault arm() {
        List<Fault> faults = new ArrayList<>(conditions);
        numbers.ifPresent(range -> faults.add(new Nth(range.first, range.last)));
        chance.ifPresent(lots -> faults.add(new ByChance(lots.probability, lots.seed)));
        if (times < Long.MAX_VALUE) {
            faults.add(new Nth(1, times));
        }
        return request -> faults.stream().allMatch(fault -> fault.strikes(request));
    }

    @Override
    public String toString() {
        return text;
    }
}
