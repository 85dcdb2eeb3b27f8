package dev.crema.constraints.oom;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a console says, line by line, beyond what another one said too. */
final class Said {
    private static final Pattern CORRUPTION = Pattern.compile(
            "CORRUPT HEAP|heap corruption|assert failed: (?:multi_heap|tlsf|block_|remove_free_block|insert_free_block)"
                    + "|multi_heap[\\w.]*:\\d+|tlsf[\\w.]*:\\d+.*assert", Pattern.CASE_INSENSITIVE);
    private static final Pattern WATCHDOG = Pattern.compile("wdt timeout|watchdog got triggered|watchdog triggered",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ABORT = Pattern.compile("abort\\(\\) was called|assert(?:ion)? .*failed|ESP_ERROR_CHECK failed"
            + "|memory allocation of \\d+ bytes failed|panicked at", Pattern.CASE_INSENSITIVE);
    private static final Pattern PANIC = Pattern.compile("Guru Meditation|exception \\d+ at 0x|Unhandled (?:debug )?exception"
            + "|Stack (?:smashing|canary)|stack overflow in task|A stack overflow", Pattern.CASE_INSENSITIVE);
    private static final Pattern ERROR = Pattern.compile("^(?:\\033\\[[\\d;]*m)?[EW] ?[(\\[]|\\berror\\b|\\bfail(?:ed|ure|s)?\\b"
            + "|out of memory|no(?:t enough)? mem|ENOMEM|cannot|could not|unable", Pattern.CASE_INSENSITIVE);
    /** Numbers differ from run to run, such as the time at the beginning of a line. */
    private static final Pattern NUMBER = Pattern.compile("0x[0-9a-fA-F]+|\\d+");

    private final Set<String> known;

    /** Knows what a console says. */
    Said(String console) {
        known = lines(console).map(Said::masked).collect(Collectors.toUnmodifiableSet());
    }

    /** Lines that are not known, whatever the numbers in them. */
    List<String> beyond(String console) {
        return lines(console).filter(line -> !known.contains(masked(line))).toList();
    }

    private static Stream<String> lines(String console) {
        return Arrays.stream(console.split("\r?\n")).filter(line -> !line.isBlank());
    }

    private static String masked(String line) {
        return NUMBER.matcher(line.strip()).replaceAll("#");
    }

    /** Whether the firmware says that it cannot go on. */
    static boolean isCrash(String line) {
        return isCorruption(line) || isWatchdog(line) || isAbort(line) || isPanic(line);
    }

    static boolean isCorruption(String line) {
        return CORRUPTION.matcher(line).find();
    }

    static boolean isWatchdog(String line) {
        return WATCHDOG.matcher(line).find();
    }

    static boolean isAbort(String line) {
        return ABORT.matcher(line).find();
    }

    static boolean isPanic(String line) {
        return PANIC.matcher(line).find();
    }

    static boolean isError(String line) {
        return ERROR.matcher(line).find();
    }
}
