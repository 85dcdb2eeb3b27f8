package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;

/**
 * The deep sleep of the Bluetooth controller: DEEPSLCNTL, DEEPSLWKUP (cycles of the low-power clock to sleep) and DEEPSLSTAT
 * (cycles slept). It ends when the cycles have passed or software requests it.
 */
final class BtSleep implements Stateful {
    private static final int ENABLES = 7;
    private static final int DEEP_SLEEP_ON = 2;
    private static final int SOFT_WAKEUP_REQ = 4;
    private static final int DEEP_SLEEP_STAT = 15;

    private final Clock clock;
    private final BtLowPowerClock lowPower;
    private final Register control;
    private final Register wakeUp;
    private final Register status;
    private final Runnable changed;
    private final Event timeIsUp;
    private long since;

    /**
     * The sleep.
     *
     * @param changed told after the controller has fallen asleep or woken up
     */
    BtSleep(Clock clock, BtLowPowerClock lowPower, Register control, Register wakeUp, Register status, Runnable changed) {
        this.clock = clock;
        this.lowPower = lowPower;
        this.control = control.writable(~(1 << DEEP_SLEEP_STAT)).onWrite(word -> controlled());
        this.wakeUp = wakeUp;
        this.status = status.readOnly().onRead(this::slept);
        this.changed = changed;
        timeIsUp = clock.event("Bluetooth sleep", this::wake);
    }

    boolean asleep() {
        return control.bit(DEEP_SLEEP_STAT);
    }

    void reset() {
        timeIsUp.cancel();
    }

    private void controlled() {
        if (!asleep() && control.bit(DEEP_SLEEP_ON)) {
            control.bit(DEEP_SLEEP_STAT, true);
            since = clock.now();
            if (wakeUp.get() != 0) {
                timeIsUp.after(lowPower.ticks(wakeUp.get()));
            }
            changed.run();
        }
        boolean requested = control.bit(SOFT_WAKEUP_REQ);
        control.bit(SOFT_WAKEUP_REQ, false);
        if (requested && asleep()) {
            wake();
        }
    }

    private void wake() {
        timeIsUp.cancel();
        status.set(slept());
        control.set(control.get() & ~(1 << DEEP_SLEEP_STAT | ENABLES));
        changed.run();
    }

    private int slept() {
        return asleep() ? lowPower.cycles(clock.now() - since) : status.get();
    }

    @Override
    public void state(State state) {
        state.all(timeIsUp);
        since = state.value(since);
    }
}
