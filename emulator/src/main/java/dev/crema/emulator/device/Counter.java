package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;

/**
 * A 64-bit counter that nobody steps: its value is computed from the time that has passed since it had a known value. Narrower
 * counters take its low bits.
 */
final class Counter implements Stateful {
    private final Clock clock;
    private long origin;
    private long base;
    private long ticks = 1;
    private long steps = 1;
    private boolean running;
    private boolean down;

    /** A stopped counter at 0. */
    Counter(Clock clock) {
        this.clock = clock;
    }

    /** Counts {@code steps} in {@code ticks}; what has been counted so far stays. */
    void rate(long ticks, long steps) {
        if (ticks != this.ticks || steps != this.steps) {
            settle();
            this.ticks = ticks;
            this.steps = steps;
        }
    }

    /** Starts or stops. */
    void run(boolean go) {
        if (go != running) {
            settle();
            running = go;
        }
    }

    /** Counts down, or up. */
    void down(boolean decreasing) {
        if (decreasing != down) {
            settle();
            down = decreasing;
        }
    }

    /** The present tick of the clock it counts by. */
    long now() {
        return clock.now();
    }

    boolean isRunning() {
        return running;
    }

    boolean isDown() {
        return down;
    }

    private void settle() {
        set(value());
    }

    /** The present value. */
    long value() {
        return down ? base - counted() : base + counted();
    }

    private long counted() {
        return running ? (clock.now() - origin) * steps / ticks : 0;
    }

    /** Sets the present value. */
    void set(long value) {
        set(value, clock.now());
    }

    /** Sets the value that the counter had at a tick not in the future, as a reload does that is noticed late. */
    void set(long value, long tick) {
        base = value;
        origin = tick;
    }

    /**
     * The tick at which the counter will have moved on by some steps, at the present rate.
     *
     * @param distance 0 or more
     * @return the tick, or {@link Clock#NEVER} if the counter is stopped or that is centuries away
     */
    long tickAfter(long distance) {
        long total = counted() + distance;
        if (!running || total < 0 || Math.multiplyHigh(total, ticks) != 0 || total * ticks < 0) {
            return Clock.NEVER;
        }
        long due = origin + Math.ceilDiv(total * ticks, steps);
        return due < 0 ? Clock.NEVER : due;
    }

    @Override
    public void state(State state) {
        origin = state.value(origin);
        base = state.value(base);
        ticks = Math.max(1, state.value(ticks));
        steps = Math.max(1, state.value(steps));
        running = state.value(running);
        down = state.value(down);
    }
}
