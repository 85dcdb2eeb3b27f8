package dev.crema.constraints.junit;

import dev.crema.emulator.debug.PanicDecoder;
import dev.crema.emulator.debug.Symbolizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A console for people to read: lines without control characters, what is known of the addresses in them below.
 *
 * @param lines of the console and about it
 * @param now guest time since power-on
 */
record Transcript(List<String> lines, Duration now) {
    private static final int TAIL = 40;

    /** What a board has shown. */
    static Transcript of(PoweredBoard board) {
        Optional<PanicDecoder> decoder = board.machine().elf().map(elf -> new PanicDecoder(new Symbolizer(elf)));
        List<String> lines = new ArrayList<>();
        board.console().text().lines().forEach(line -> {
            lines.add(line.replaceAll("\033\\[[0-9;]*m|\\p{Cntrl}", ""));
            decoder.ifPresent(known -> known.explain(line).forEach(explanation -> lines.add("--- " + explanation)));
        });
        return new Transcript(lines, board.machine().now());
    }

    /** All lines. */
    String whole() {
        return String.join(System.lineSeparator(), lines);
    }

    /** A message, and below it the last lines. */
    String tailAfter(String message) {
        List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
        String heading = lines.isEmpty() ? "The console of the ESP32 showed nothing in %.3f s of guest time."
                : "The console of the ESP32 after %.3f s of guest time" + (tail.size() < lines.size() ? ", its last lines:" : ":");
        List<String> all = new ArrayList<>(List.of(message, heading.formatted(now.toNanos() / 1e9)));
        tail.forEach(line -> all.add("| " + line));
        return String.join(System.lineSeparator(), all);
    }
}
