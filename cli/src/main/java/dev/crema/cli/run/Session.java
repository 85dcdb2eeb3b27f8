package dev.crema.cli.run;

import dev.crema.cli.ExitCode;
import dev.crema.cli.monitor.Screen;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.StopReason;
import dev.crema.emulator.machine.TextMatcher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One run of a machine at a screen, from power-on to an outcome. Guest time passes in slices; between two of them the screen is
 * brought up to date and the operator has a turn.
 */
final class Session {
    /**
     * Short enough that typing feels immediate, long enough that slicing costs nothing. Slices end at its multiples since
     * power-on, also in a run from a snapshot, so that it is the same run.
     */
    private static final Duration SLICE = Duration.ofMillis(10);
    private static final long HOST_PAUSE_MILLIS = 20;

    private final Machine machine;
    private final Ending ending;
    private final Screen screen;
    private final Operator operator;
    private final Progress progress;
    private Optional<Outcome> outcome = Optional.empty();
    private boolean stalled;
    private long printed;
    private volatile boolean interrupted;

    Session(Machine machine, Ending ending, Screen screen, Operator operator, Progress progress) {
        this.machine = machine;
        this.ending = ending;
        this.screen = screen;
        this.operator = operator;
        this.progress = progress;
        machine.console().onOutput(this::print);
        ending.expected().ifPresent(text -> watch(text, ExitCode.OK));
        ending.failing().forEach(text -> watch(text, ExitCode.GUEST_FAILED));
    }

    private void print(int character) {
        printed++;
        screen.print(character);
    }

    private void watch(String text, int exitCode) {
        TextMatcher matcher = new TextMatcher(text.getBytes(StandardCharsets.UTF_8));
        machine.console().onOutput(character -> {
            if (matcher.accept(character)) {
                end(exitCode, "\"%s\" came after %s of guest time.".formatted(text, seconds(machine.now())));
                machine.stop();
            }
        });
    }

    /** Runs until something ends it. */
    Outcome run() {
        while (outcome.isEmpty()) {
            operator.act(this);
            if (outcome.isEmpty()) {
                pass();
            }
            if (interrupted) {
                end(ExitCode.INTERRUPTED, "Interrupted after %s of guest time.".formatted(seconds(machine.now())));
            }
        }
        progress.end();
        screen.conclude("crema: " + outcome.get().sentence());
        return outcome.get();
    }

    private void pass() {
        if (stalled) {
            pause();
            return;
        }
        Duration slice = machine.untilMultipleOf(SLICE);
        StopReason reason = machine.run(untilTimeout().filter(rest -> rest.compareTo(slice) < 0).orElse(slice));
        screen.flush();
        if (screen.closed()) {
            end(ExitCode.OUTPUT_CLOSED, "Nobody reads standard output any more.");
        }
        progress.at(machine.now());
        switch (reason) {
            case StopReason.AsleepForEver asleep -> stall(ExitCode.OK,
                    "The chip fell asleep after %s of guest time and nothing can wake it.".formatted(seconds(asleep.since())));
            case StopReason.Failed failed -> stall(ExitCode.GUEST_FAILED, failed.message());
            case StopReason.TimeReached time -> checkTimeout();
            case StopReason.Met met -> throw new IllegalStateException("stopped for " + met.condition() + ", which nobody asked for");
            case StopReason.Requested requested -> checkTimeout();
        }
    }

    private Optional<Duration> untilTimeout() {
        return ending.timeout().map(timeout -> timeout.minus(machine.now()));
    }

    private void checkTimeout() {
        if (untilTimeout().filter(rest -> !rest.isPositive()).isPresent()) {
            end(ending.timeoutExitCode(), "The timeout of %s of guest time is over%s.".formatted(seconds(ending.timeout().get()),
                    ending.expected().map(text -> ", and \"" + text + "\" did not come").orElse("")));
        }
    }

    /** The chip does nothing any more. Whoever watches may reset it; else the run is over, in success only if nothing was due. */
    private void stall(int exitCode, String sentence) {
        if (operator.present() && ending.timeout().isEmpty()) {
            stalled = true;
            screen.notice(sentence);
        } else {
            end(ending.expected().isPresent() ? ExitCode.GUEST_FAILED : exitCode, sentence);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(HOST_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the run; the first outcome counts. */
    void end(int exitCode, String sentence) {
        if (outcome.isEmpty()) {
            outcome = Optional.of(new Outcome(exitCode, sentence));
        }
    }

    /** Presses the EN button. */
    void reset() {
        stalled = false;
        machine.reset();
    }

    /** Ends the run soon; from any thread. */
    void interrupt() {
        interrupted = true;
        machine.stop();
    }

    /** The machine that runs. */
    Machine machine() {
        return machine;
    }

    /** The screen it prints to. */
    Screen screen() {
        return screen;
    }

    /** Number of bytes the console has shown. */
    long printed() {
        return printed;
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
    }
}
