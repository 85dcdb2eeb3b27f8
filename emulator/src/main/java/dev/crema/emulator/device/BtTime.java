package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;

/**
 * Bluetooth time: CLKN, which counts half slots of 312.5 µs in 28 bits, and the microseconds left of the slot. It runs through
 * the controller's sleep, so the corrections that software writes after a sleep have nothing to correct.
 */
final class BtTime implements Stateful {
    static final long TICKS_PER_SLOT = 625 * Clock.TICKS_PER_MICROSECOND;
    static final long TICKS_PER_HALF_SLOT = TICKS_PER_SLOT / 2;
    /** Slots in a unit of the gross timer, 10 ms. */
    static final int SLOTS_PER_GROSS_UNIT = 16;

    private static final int CLKN_MASK = 0xfffffff;
    private static final int MICROSECONDS_LEFT_AT_FIRST = 624;

    private final Clock clock;
    private long origin;

    BtTime(Clock clock) {
        this.clock = clock;
    }

    /** CLKN is 0 now. */
    void restart() {
        origin = clock.now();
    }

    /** CLKN. */
    int halfSlots() {
        return (int) (elapsed() / TICKS_PER_HALF_SLOT) & CLKN_MASK;
    }

    /** CLKN in slots, 27 bits. */
    int slots() {
        return halfSlots() >>> 1;
    }

    /** FINETIMECNT: counts down from 624 to 0 in every slot. */
    int microsecondsLeft() {
        return MICROSECONDS_LEFT_AT_FIRST - (int) (elapsed() % TICKS_PER_SLOT / Clock.TICKS_PER_MICROSECOND);
    }

    /** The tick at which the next unit of some ticks begins. */
    long nextTick(long unit) {
        return origin + (elapsed() / unit + 1) * unit;
    }

    /**
     * The tick at which a counter of CLKN reaches a target; now, if it is there.
     *
     * @param slotsPerUnit of the counter
     * @param target in units
     * @param mask of the counter's width
     */
    long tickOf(int slotsPerUnit, int target, int mask) {
        long unit = slotsPerUnit * TICKS_PER_SLOT;
        long units = elapsed() / unit;
        int distance = target - (int) units & mask;
        return distance == 0 ? clock.now() : origin + (units + distance) * unit;
    }

    private long elapsed() {
        return clock.now() - origin;
    }

    @Override
    public void state(State state) {
        origin = state.value(origin);
    }
}
