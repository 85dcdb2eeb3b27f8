package dev.crema.cli.oom;

import java.io.PrintStream;
import java.util.Locale;

/** A bar of the allocations that have failed, on a terminal. */
final class SweepBar {
    private static final int WIDTH = 30;
    private static final long INTERVAL_NANOS = 200_000_000L;
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean shown;
    private final int before;
    private final long start = System.nanoTime();
    private long next = start;
    private int present;

    /**
     * A bar.
     *
     * @param shown whether there is a terminal for it
     * @param before allocations that have failed in an earlier part of the sweep
     */
    SweepBar(PrintStream out, boolean shown, int before) {
        this.out = out;
        this.shown = shown;
        this.before = before;
        this.present = before;
    }

    /** Another one has failed. */
    void at(int done, int all) {
        present = done;
        if (shown && System.nanoTime() - next >= 0) {
            next = System.nanoTime() + INTERVAL_NANOS;
            int filled = WIDTH * done / Math.max(1, all);
            out.print(ERASE_LINE + "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + " of " + all
                    + String.format(Locale.ROOT, " allocations, %.1f per second", rate()));
            out.flush();
        }
    }

    private double rate() {
        return (present - before) / Math.max(1e-3, (System.nanoTime() - start) / 1e9);
    }

    /** Removes the bar, and says in a sentence what it would have. */
    String end() {
        if (shown) {
            out.print(ERASE_LINE);
            out.flush();
        }
        return String.format(Locale.ROOT, "%d runs in %.1f s: %.1f per second", present - before,
                (System.nanoTime() - start) / 1e9, rate());
    }
}
