package dev.crema.cli.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A bar of guest time on standard error, for runs whose console is not to be seen there. */
final class Progress {
    /** For runs that show no progress. */
    static final Progress NONE = new Progress(Optional.empty(), Optional.empty());

    private static final int WIDTH = 30;
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long INTERVAL_NANOS = 200_000_000L;
    private static final String ERASE_LINE = "\r\033[K";

    private final Optional<PrintStream> out;
    private final Optional<Duration> end;
    private long next = System.nanoTime() + FIRST_NANOS;
    private boolean drawn;

    /**
     * A bar, which appears if the run takes long.
     *
     * @param out a terminal, or nothing
     * @param end of the run in guest time, if known
     */
    Progress(Optional<PrintStream> out, Optional<Duration> end) {
        this.out = out;
        this.end = end;
    }

    /** Guest time has passed. */
    void at(Duration now) {
        if (out.isPresent() && System.nanoTime() - next >= 0) {
            next = System.nanoTime() + INTERVAL_NANOS;
            drawn = true;
            out.get().print(ERASE_LINE + line(now, end));
            out.get().flush();
        }
    }

    /** What the bar says. */
    static String line(Duration now, Optional<Duration> end) {
        String time = String.format(Locale.ROOT, "%.1f s", now.toMillis() / 1e3);
        if (end.isEmpty()) {
            return time + " of guest time";
        }
        double share = Math.min(1, (double) now.toMillis() / Math.max(1, end.get().toMillis()));
        int filled = (int) (share * WIDTH);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + time
                + String.format(Locale.ROOT, " of %.1f s of guest time", end.get().toMillis() / 1e3);
    }

    /** Removes the bar. */
    void end() {
        if (drawn) {
            out.ifPresent(stream -> {
                stream.print(ERASE_LINE);
                stream.flush();
            });
        }
    }
}
