package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/**
 * The counter of four stages that all three watchdogs of the chip share (TRM, "Watchdog Timers"): a stage that is not fed within
 * its hold time expires, its action is carried out and the next stage begins; after the last comes the first.
 */
final class Watchdog implements Stateful {
    private static final int STAGES = 4;

    private final Counter counter;
    private final Event expiry;
    private final IntUnaryOperator hold;
    private final IntConsumer expired;
    private int stage;
    private boolean enabled;
    private boolean paused;

    /**
     * A watchdog that is off.
     *
     * @param name for the event queue
     * @param clock virtual time
     * @param hold gives the hold time of a stage, unsigned, in counts
     * @param expired carries out the action of a stage
     */
    Watchdog(String name, Clock clock, IntUnaryOperator hold, IntConsumer expired) {
        this.counter = new Counter(clock);
        this.expiry = clock.event(name, this::expire);
        this.hold = hold;
        this.expired = expired;
    }

    /** Sets the length of a count: {@code counts} of them take {@code ticks}. */
    void rate(long ticks, long counts) {
        counter.rate(ticks, counts);
        holdChanged();
    }

    /** Runs from the first stage on, or stops. Telling a running watchdog to run changes nothing. */
    void run(boolean enable) {
        if (enable && !enabled) {
            begin(0);
        }
        enabled = enable;
        follow();
    }

    /** Stands still where it is, or goes on: the effect of sleep. */
    void pause(boolean stand) {
        paused = stand;
        follow();
    }

    private void follow() {
        counter.run(enabled && !paused);
        holdChanged();
    }

    /** Starts anew with the first stage. */
    void feed() {
        begin(0);
        holdChanged();
    }

    private void begin(int next) {
        stage = next;
        counter.set(0);
    }

    /** Reads the hold time again. No stage is shorter than a count, so that time passes whatever the guest sets. */
    void holdChanged() {
        long left = Math.max(1, Integer.toUnsignedLong(hold.applyAsInt(stage))) - counter.value();
        expiry.at(counter.tickAfter(Math.max(0, left)));
    }

    private void expire() {
        int over = stage;
        begin((stage + 1) % STAGES);
        holdChanged();
        expired.accept(over);
    }

    @Override
    public void state(State state) {
        state.all(counter, expiry);
        stage = state.index(stage, STAGES);
        enabled = state.value(enabled);
        paused = state.value(paused);
    }
}
