package dev.crema.net.air;

import dev.crema.emulator.time.Clock;
import dev.crema.net.air.ScriptedEvent.Action;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What goes wrong in an air always, and what happens when.
 *
 * @param impairments always
 * @param script in any order
 */
public record AirConditions(Impairments impairments, List<ScriptedEvent> script) {
    /** Nothing goes wrong. */
    public static final AirConditions NONE = new AirConditions(Impairments.NONE, List.of());

    /** Repetitions of an event follow one another in this time. */
    private static final long REPETITION = 100 * Clock.TICKS_PER_MILLISECOND;
    private static final int MOST_REPETITIONS = 1_000;
    private static final int WEAKEST = -120;
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([-+]?\\d{1,9}(?:\\.\\d{1,6})?)(%|ms|s|min|k|M)?");
    private static final Pattern EVENT = Pattern.compile("([^:]*):([a-z]+)(?:\\*(\\d{1,9}))?");

    /** Copies the list. */
    public AirConditions {
        script = List.copyOf(script);
    }

    /**
     * Reads conditions such as {@code loss=10%,delay=20ms,dup=1%,reorder=5%,rate=2M,signal=-70,at=10s:deauth,at=20s:down}. Events
     * are deauth, down, up, roam and rekey; {@code deauth*50} happens fifty times, every 100 ms.
     *
     * @throws IllegalArgumentException if it is something else: with one sentence that says what, and what would do
     */
    public static AirConditions parse(String text) {
        Impairments impairments = Impairments.NONE;
        List<ScriptedEvent> script = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            impairments = switch (name) {
                case "loss" -> impairments.withLoss(share(part, value));
                case "delay" -> impairments.withDelay(time(part, value));
                case "dup" -> impairments.withDuplication(share(part, value));
                case "reorder" -> impairments.withReordering(share(part, value));
                case "rate" -> impairments.withRate(rate(part, value));
                case "signal" -> impairments.withSignal(signal(part, value));
                case "at" -> {
                    script.addAll(events(part, value));
                    yield impairments;
                }
                default -> throw wrong(part, "the air knows loss, delay, dup, reorder, rate, signal and at");
            };
        }
        return new AirConditions(impairments, script);
    }

    private static double share(String part, String value) {
        double percent = number(part, value, "%", "give a percentage from 0% to 100%").doubleValue();
        if (percent < 0 || percent > 100) {
            throw wrong(part, "give a percentage from 0% to 100%");
        }
        return percent / 100;
    }

    private static long time(String part, String value) {
        String advice = "give a time such as 20ms, 10s or 2min";
        Matcher matcher = NUMBER_AND_UNIT.matcher(value);
        long unit = !matcher.matches() ? 0 : switch (matcher.group(2)) {
            case "ms" -> Clock.TICKS_PER_MILLISECOND;
            case "s" -> Clock.TICKS_PER_SECOND;
            case "min" -> 60 * Clock.TICKS_PER_SECOND;
            case null, default -> 0;
        };
        if (unit == 0 || value.startsWith("-")) {
            throw wrong(part, advice);
        }
        return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
    }

    private static long rate(String part, String value) {
        String advice = "give bits per second, such as 500k or 2M, at least 1k";
        Matcher matcher = NUMBER_AND_UNIT.matcher(value);
        long unit = !matcher.matches() ? 0 : switch (matcher.group(2)) {
            case "k" -> 1_000;
            case "M" -> 1_000_000;
            case null, default -> 0;
        };
        BigDecimal rate = unit == 0 ? BigDecimal.ZERO : new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        if (rate.compareTo(BigDecimal.valueOf(1_000)) < 0) {
            throw wrong(part, advice);
        }
        return rate.longValue();
    }

    private static int signal(String part, String value) {
        String advice = "give dBm, from " + WEAKEST + " to 0";
        double dbm = number(part, value, null, advice).doubleValue();
        if (dbm < WEAKEST || dbm > 0) {
            throw wrong(part, advice);
        }
        return (int) Math.round(dbm);
    }

    private static BigDecimal number(String part, String value, String unit, String advice) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(value);
        if (!matcher.matches() || !Objects.equals(matcher.group(2), unit)) {
            throw wrong(part, advice);
        }
        return new BigDecimal(matcher.group(1));
    }

    private static List<ScriptedEvent> events(String part, String value) {
        Matcher matcher = EVENT.matcher(value);
        if (!matcher.matches()) {
            throw wrong(part, "give a time and what happens then, such as at=10s:deauth");
        }
        long tick = time(part, matcher.group(1));
        Action action = action(part, matcher.group(2));
        int times = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
        if (times < 1 || times > MOST_REPETITIONS) {
            throw wrong(part, "an event can happen 1 to " + MOST_REPETITIONS + " times");
        }
        List<ScriptedEvent> events = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            events.add(new ScriptedEvent(tick + i * REPETITION, action));
        }
        return events;
    }

    private static Action action(String part, String name) {
        for (Action action : Action.values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(name)) {
                return action;
            }
        }
        throw wrong(part, "what can happen is deauth, down, up, roam or rekey");
    }

    private static IllegalArgumentException wrong(String part, String advice) {
        return new IllegalArgumentException("'" + part + "' is not understood; " + advice);
    }
}
