package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/** A TSF timer: a 64-bit microsecond counter with an offset of its own, and a latch that makes its two halves agree. */
final class WifiTsf implements Stateful {
    private final WifiTime time;
    private final Register low;
    private final Register high;
    private final Register loadLow;
    private final Register loadHigh;
    private long offset;

    /**
     * A timer of the page with the TSF timers.
     *
     * @param latched offset of the latched value
     * @param load offset of the value to load
     */
    WifiTsf(RegisterBlock block, WifiTime time, String name, int latched, int load) {
        this.time = time;
        low = block.register(latched, name + "_TSF_LOW").readOnly();
        high = block.register(latched + 4, name + "_TSF_HIGH").readOnly();
        loadLow = block.register(load, name + "_TSF_LOAD_LOW");
        loadHigh = block.register(load + 4, name + "_TSF_LOAD_HIGH");
    }

    void latch() {
        long now = time.microseconds() + offset;
        low.set((int) now);
        high.set((int) (now >>> 32));
    }

    void load() {
        synchronise(Integer.toUnsignedLong(loadLow.get()) | (long) loadHigh.get() << 32);
    }

    /** Sets the counter. */
    void synchronise(long now) {
        offset = now - time.microseconds();
    }

    void reset() {
        offset = 0;
    }

    @Override
    public void state(State state) {
        offset = state.value(offset);
    }
}
