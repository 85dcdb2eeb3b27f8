package dev.crema.emulator.device;

import dev.crema.emulator.time.Clock;

/** Lets virtual time pass as the machine does: from event to event. */
final class Passing {
    private Passing() {
    }

    /** Lets this many ticks pass. */
    static void ticks(Clock clock, long ticks) {
        long end = clock.now() + ticks;
        while (clock.nextDue() <= end) {
            clock.advanceTo(Math.max(clock.now(), clock.nextDue()));
            clock.runDue();
        }
        clock.advanceTo(end);
    }

    /** Lets this many microseconds pass. */
    static void microseconds(Clock clock, long microseconds) {
        ticks(clock, microseconds * Clock.TICKS_PER_MICROSECOND);
    }
}
