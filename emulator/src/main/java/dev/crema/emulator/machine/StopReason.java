package dev.crema.emulator.machine;

import java.time.Duration;

/** Why {@link Machine#run} came back. The machine can go on after all of them but {@link Failed}. */
public sealed interface StopReason {
    /** The guest time that was asked for has passed. */
    record TimeReached() implements StopReason { }

    /** {@link Machine#stop} was called. */
    record Requested() implements StopReason { }

    /**
     * A condition came true.
     *
     * @param condition which one
     */
    record Met(StopCondition condition) implements StopReason { }

    /**
     * The chip sleeps and nothing is set up to wake it.
     *
     * @param since guest time since power-on at which it fell asleep
     */
    record AsleepForEver(Duration since) implements StopReason { }

    /**
     * The guest needs something that the emulator does not have.
     *
     * @param message one sentence for the user: what, where, what to do
     */
    record Failed(String message) implements StopReason { }
}
