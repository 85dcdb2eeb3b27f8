package dev.crema.cli.run;

import dev.crema.cli.ExitCode;
import dev.crema.cli.GuestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** When a run ends by itself, as with wokwi-cli; all in guest time. */
final class EndingOptions {
    @Option(names = "--timeout", paramLabel = "TIME", converter = GuestTime.class, description = {
        "End after this much guest time: 500ms, 30s, 2m, or a number of milliseconds."})
    private Optional<Duration> timeout = Optional.empty();

    @Option(names = "--timeout-exit-code", paramLabel = "CODE", defaultValue = "" + ExitCode.TIMEOUT,
            description = "Exit code after the timeout (default: ${DEFAULT-VALUE}).")
    private int timeoutExitCode;

    @Option(names = "--expect-text", paramLabel = "TEXT", description = "End with exit code 0 when the console shows this.")
    private Optional<String> expected = Optional.empty();

    @Option(names = "--fail-text", paramLabel = "TEXT",
            description = "End with exit code 1 when the console shows this; may be given several times.")
    private List<String> failing = new ArrayList<>();

    /** Whether the run has an end that does not depend on a user. */
    boolean given() {
        return timeout.isPresent() || expected.isPresent() || !failing.isEmpty();
    }

    /** What was asked for. */
    Ending ending() {
        return new Ending(timeout, timeoutExitCode, expected.filter(text -> !text.isEmpty()),
                failing.stream().filter(text -> !text.isEmpty()).toList());
    }
}
