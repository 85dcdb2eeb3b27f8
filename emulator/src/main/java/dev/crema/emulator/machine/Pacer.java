package dev.crema.emulator.machine;

import dev.crema.emulator.time.Clock;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps virtual time from running ahead of the host's clock, also over many short runs. A guest that is much later is not made to
 * hurry afterwards.
 */
final class Pacer {
    /** How far ahead the guest may be before it waits: shorter pauses than this the host cannot make anyway. */
    private static final long SLACK_NANOS = 2_000_000;
    /** The longest single wait, so that typed input gets in soon. */
    private static final long LONGEST_WAIT_NANOS = 10_000_000;

    /** How late a guest may be and still catch up: more than the host oversleeps, less than a person notices. */
    private static final long CATCH_UP_NANOS = 50_000_000;

    private final Speed speed;
    private boolean following;
    private long hostStart = System.nanoTime();
    private long guestStart;

    Pacer(Speed speed) {
        this.speed = speed;
        following = speed == Speed.REAL;
    }

    /**
     * From now on keeps to the host's time whatever the speed, or does so no more.
     *
     * @param tick the present
     */
    void follow(boolean follow, long tick) {
        if (follow && !following) {
            hostStart = System.nanoTime();
            guestStart = tick;
        }
        following = follow || speed == Speed.REAL;
    }

    /** Waits, if the guest is ahead. */
    void pace(long tick) {
        if (!following) {
            return;
        }
        long now = System.nanoTime();
        long ahead = nanos(tick - guestStart) - (now - hostStart);
        if (ahead > SLACK_NANOS) {
            LockSupport.parkNanos(Math.min(ahead, LONGEST_WAIT_NANOS));
        } else if (ahead < -CATCH_UP_NANOS) {
            hostStart = now;
            guestStart = tick;
        }
    }

    /**
     * How far an idle guest may go now: it must not leap over time in which input could arrive.
     *
     * @param tick the present
     */
    long limit(long tick) {
        return !following ? Clock.NEVER : tick + LONGEST_WAIT_NANOS * Clock.TICKS_PER_MICROSECOND / 1_000;
    }

    private static long nanos(long ticks) {
        return ticks / Clock.TICKS_PER_MICROSECOND * 1_000 + ticks % Clock.TICKS_PER_MICROSECOND * 1_000 / Clock.TICKS_PER_MICROSECOND;
    }
}
