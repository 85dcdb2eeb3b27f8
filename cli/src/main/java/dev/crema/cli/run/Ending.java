package dev.crema.cli.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a run ends by itself.
 *
 * @param timeout guest time after power-on
 * @param timeoutExitCode for the shell, after the timeout
 * @param expected the text of success
 * @param failing texts of failure
 */
record Ending(Optional<Duration> timeout, int timeoutExitCode, Optional<String> expected, List<String> failing) {
}
