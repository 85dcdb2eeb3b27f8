package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;

/**
 * The sleep state machine of the RTC controller: SLEEP_EN stops the chip, the first enabled wake-up source lets it go on. Whether
 * sleep is deep is what DG_WRAP_PD_EN says. No sleep is shorter than MIN_SLP_VAL slow cycles, and none is ever rejected.
 */
final class RtcSleep implements Stateful {
    /** Bits of WAKEUP_ENA and WAKEUP_CAUSE. */
    private static final int EXT0 = 1;
    private static final int EXT1 = 1 << 1;
    private static final int TIMER = 1 << 3;

    private static final int STATE0_SLEEP_EN = 31;
    private static final int DIG_PWC_DG_WRAP_PD_EN = 31;
    private static final int EXT_WAKEUP1_LV = 31;
    private static final int EXT_WAKEUP0_LV = 30;
    private static final int EXT_WAKEUP1_STATUS_CLR = 18;

    private final ClockTree clocks;
    private final PowerControl power;
    private final WakeupPins pins;
    private final RtcWatchdog watchdog;
    private final Runnable woken;
    private final Register state0;
    private final Register minimum;
    private final Register wakeupState;
    private final Register digitalPower;
    private final Register extConf;
    private final Register ext1;
    private final Register ext1Status;
    private final Event minimumSlept;
    private boolean asleep;
    private int pending;

    RtcSleep(RegisterBlock block, Clock clock, ClockTree clocks, PowerControl power, WakeupPins pins, RtcWatchdog watchdog,
            Register minimum, Register digitalPower, Runnable woken) {
        this.clocks = clocks;
        this.power = power;
        this.pins = pins;
        this.watchdog = watchdog;
        this.minimum = minimum;
        this.digitalPower = digitalPower;
        this.woken = woken;
        state0 = block.register(0x18, "STATE0").reset(0x300000).onWrite(word -> enter());
        wakeupState = block.register(0x38, "WAKEUP_STATE").reset(0x6000).writable(0x007ff800);
        extConf = block.register(0x60, "EXT_WAKEUP_CONF");
        ext1 = block.register(0xcc, "EXT_WAKEUP1").writable(0x3ffff).onWrite(this::ext1Written);
        ext1Status = block.register(0xd0, "EXT_WAKEUP1_STATUS").readOnly();
        minimumSlept = clock.event("RTC minimum sleep", this::wakeIfDue);
    }

    private void ext1Written(int word) {
        if ((word >>> EXT_WAKEUP1_STATUS_CLR & 1) != 0) {
            ext1Status.set(0);
        }
    }

    private void enter() {
        if (asleep || !state0.bit(STATE0_SLEEP_EN)) {
            return;
        }
        asleep = true;
        pending &= TIMER;
        wakeupState.field(10, 0, 0);
        minimumSlept.after(clocks.slow().ticksOf(Math.max(1, minimum.field(15, 8))));
        watchdog.sleep(true);
        clocks.sleep(true);
        power.sleep(deep());
    }

    private boolean deep() {
        return digitalPower.bit(DIG_PWC_DG_WRAP_PD_EN);
    }

    /** The main timer has reached its alarm; true until the alarm is set anew. */
    void timer(boolean reached) {
        pending = reached ? pending | TIMER : pending & ~TIMER;
        wakeIfDue();
    }

    /** Sources other than timer and pads fire, by their bits in WAKEUP_ENA. */
    void request(int sources) {
        if (asleep) {
            pending |= sources;
            wakeIfDue();
        }
    }

    /** A pad may have changed. */
    void wakeIfDue() {
        if (!asleep || minimumSlept.armed()) {
            return;
        }
        int causes = (pending | padSources()) & wakeupState.field(21, 11);
        if (causes != 0) {
            wake(causes);
        }
    }

    private int padSources() {
        int levels = pins.levels();
        int sources = 0;
        if ((levels >>> pins.ext0() & 1) == extConf.field(EXT_WAKEUP0_LV, EXT_WAKEUP0_LV)) {
            sources |= EXT0;
        }
        if (ext1Pads(levels) != 0) {
            sources |= EXT1;
        }
        return sources;
    }

    /** The pads that wake: of those selected, any that is high, or all of them when all are low. */
    private int ext1Pads(int levels) {
        int selected = ext1.field(17, 0);
        if (extConf.bit(EXT_WAKEUP1_LV)) {
            return selected & levels;
        }
        return (selected & levels) == 0 ? selected : 0;
    }

    private void wake(int causes) {
        asleep = false;
        state0.bit(STATE0_SLEEP_EN, false);
        wakeupState.field(10, 0, causes);
        if ((causes & EXT1) != 0) {
            ext1Status.set(ext1Pads(pins.levels()));
        }
        pending = 0;
        watchdog.sleep(false);
        clocks.sleep(false);
        woken.run();
        if (deep()) {
            power.systemReset(ResetReason.DEEPSLEEP_RESET);
        } else {
            power.wake();
        }
    }

    /** A reset from outside ends sleep without a cause. */
    void reset() {
        asleep = false;
        pending = 0;
        minimumSlept.cancel();
        state0.bit(STATE0_SLEEP_EN, false);
        clocks.sleep(false);
    }

    @Override
    public void state(State state) {
        state.all(minimumSlept);
        asleep = state.value(asleep);
        pending = state.value(pending);
    }
}
