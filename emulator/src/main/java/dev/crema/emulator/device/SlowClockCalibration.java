package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;

/**
 * The part of timer group 0 that measures a slow clock against the crystal: RTCCALICFG starts it, after RTC_CALI_MAX slow
 * cycles RDY rises and RTCCALICFG1 holds how many crystal cycles that took. Measuring for 0 cycles waits for the next slow
 * cycle. A clock that does not oscillate is never ready. Cyclic measurement is storage.
 */
final class SlowClockCalibration implements Stateful {
    private static final int START = 31;
    private static final int RDY = 15;
    private static final int TICKS_PER_XTAL_CYCLE = (int) (Clock.TICKS_PER_SECOND / ClockTree.XTAL_HZ);

    private final ClockTree clocks;
    private final Register config;
    private final Register value;
    private final Event ready;
    private boolean started;

    SlowClockCalibration(RegisterBlock block, Clock clock, ClockTree clocks) {
        this.clocks = clocks;
        config = block.register(0x68, "RTCCALICFG").reset(0x13000).writable(~(1 << RDY)).onWrite(word -> configured());
        value = block.register(0x6c, "RTCCALICFG1").readOnly();
        ready = clock.event(block.name() + " calibration", this::ready);
    }

    private void configured() {
        boolean start = config.bit(START);
        if (start == started) {
            return;
        }
        started = start;
        config.bit(RDY, false);
        ready.cancel();
        if (start && clocks.oscillates(source())) {
            ready.after(source().ticksOf(Math.max(1, config.field(30, 16))));
        }
    }

    private SlowClock source() {
        return switch (config.field(14, 13)) {
            case 0 -> clocks.slow();
            case 1 -> SlowClock.RC_FAST_D256;
            default -> SlowClock.XTAL32K;
        };
    }

    private void ready() {
        config.bit(RDY, true);
        value.set((int) (source().ticksOf(config.field(30, 16)) / TICKS_PER_XTAL_CYCLE) << 7);
    }

    void reset() {
        started = false;
        ready.cancel();
    }

    @Override
    public void state(State state) {
        state.all(ready);
        started = state.value(started);
    }
}
