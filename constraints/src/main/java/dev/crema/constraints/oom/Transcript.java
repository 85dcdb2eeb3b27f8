package dev.crema.constraints.oom;

import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.TextMatcher;
import dev.crema.emulator.time.Clock;
import java.nio.charset.StandardCharsets;

/** The console of one machine since the beginning of a scene, and when the text at its end came. */
final class Transcript {
    private final Clock clock;
    private final String awaited;
    private final TextMatcher matcher;
    private final StringBuilder text = new StringBuilder();
    private long reached = Clock.NEVER;

    /** Listens from now on. */
    Transcript(Machine machine, String awaited) {
        clock = machine.clock();
        this.awaited = awaited;
        matcher = new TextMatcher(awaited.getBytes(StandardCharsets.UTF_8));
        machine.console().onOutput(this::print);
    }

    /** What another one has heard, on with a fork of its machine. */
    Transcript fork(Machine fork) {
        Transcript other = new Transcript(fork, awaited);
        text.chars().forEach(other::print);
        other.reached = reached;
        return other;
    }

    private void print(int character) {
        text.append((char) character);
        if (matcher.accept(character) && reached == Clock.NEVER) {
            reached = clock.now();
        }
    }

    /** The text. */
    String awaited() {
        return awaited;
    }

    /** The tick at which the text came, or {@link Clock#NEVER}. */
    long reached() {
        return reached;
    }

    /** The whole lines behind a number of characters. */
    String linesFrom(int begin) {
        return text.substring(begin, Math.max(begin, text.lastIndexOf("\n") + 1));
    }

    /** Everything, a character for each byte. */
    String text() {
        return text.toString();
    }
}
