package dev.crema.constraints.oom;

import java.util.Locale;

/** What became of a request that failed, the worst first. */
public enum Outcome {
    /** The heap is not in order any more: a block was given back twice, or the allocator complains. */
    HEAP_CORRUPTION(true),
    /** The CPU met what it cannot execute, or a stack was overrun. */
    PANIC(true),
    /** The firmware gave up by itself: abort, assert, a panic of Rust. */
    ABORT(true),
    /** A watchdog had to end it. */
    WATCHDOG(true),
    /** The second mark does not come: a core spins, or all wait for ever. */
    HANG(true),
    /** Memory was not given back that the run without the fault gave back. */
    LEAK(true),
    /** The firmware went on, and said that something was wrong. */
    ERROR_LOGGED(false),
    /** The firmware went on, or gave up what it was about and gave everything back. */
    HANDLED(false);

    private final boolean defect;

    Outcome(boolean defect) {
        this.defect = defect;
    }

    /** Whether somebody has to mend something. */
    public boolean isDefect() {
        return defect;
    }

    /** As people write it, such as {@code heap corruption}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
