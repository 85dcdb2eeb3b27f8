package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;

/**
 * The two legacy timers FRC1 (23 bits, counting down) and FRC2 (32 bits, counting up to an alarm), which ESP-IDF up to 4.1
 * builds its {@code esp_timer} on. They are not in the reference manual; ESP-IDF's {@code frc_timer_reg.h} and {@code
 * esp_timer_impl_frc.c} say what they do.
 *
 * <p>Modelled: both counters with prescaler, FRC1's auto-load, FRC2's alarm, level and edge interrupts. FRC2's auto-load is
 * storage.
 */
public final class FrcTimers extends RegisterBlock {
    private static final int INT_STATUS = 8;
    private static final int ENABLE = 7;
    private static final int AUTO_LOAD = 6;
    private static final int LEVEL_INT = 0;
    private static final int FRC1_MASK = 0x7fffff;
    private static final long FRC2_PERIOD = 1L << 32;

    /** What the two have in common: LOAD, COUNT, CTRL and INT, a counter and a wire. */
    private final class Frc implements Stateful {
        private final InterruptLine line;
        private final Counter counter;
        private final Event due;
        private final Register load;
        private final Register control;
        private long dueTick;

        Frc(String name, int offset, Clock clock, InterruptLine line, int mask, Runnable onDue, Runnable changed) {
            this.line = line;
            counter = new Counter(clock);
            due = clock.event(name, onDue);
            load = register(offset, name + "_LOAD").writable(mask).onWrite(word -> {
                counter.set(Integer.toUnsignedLong(word & mask));
                changed.run();
            });
            register(offset + 0x04, name + "_COUNT").readOnly().onRead(() -> (int) counter.value() & mask);
            control = register(offset + 0x08, name + "_CTRL").writable(~(1 << INT_STATUS)).onWrite(word -> {
                follow();
                changed.run();
            });
            register(offset + 0x0c, name + "_INT").command(this::acknowledge);
        }

        void follow() {
            counter.rate((long) clocks.ticksPerApbCycle() * prescaler(), 1);
            counter.run(control.bit(ENABLE) && clocks.apbRuns());
        }

        /** CTRL's prescaler: 0 divides by 1, 2 by 16, 4 by 256. */
        private int prescaler() {
            return 1 << (control.field(3, 1) >>> 1) * 4;
        }

        void await(long distance) {
            dueTick = counter.tickAfter(distance);
            due.at(dueTick);
        }

        void raise() {
            control.bit(INT_STATUS, true);
            line.set(true);
            if (!control.bit(LEVEL_INT)) {
                line.set(false);
            }
        }

        private void acknowledge(int word) {
            if ((word & 1) != 0) {
                control.bit(INT_STATUS, false);
                line.set(false);
            }
        }

        void reset() {
            due.cancel();
            counter.set(0);
            line.set(false);
            follow();
        }

        @Override
        public void state(State state) {
            state.all(counter, due);
            dueTick = state.value(dueTick);
        }
    }

    private final ClockTree clocks;
    private final Frc frc1;
    private final Frc frc2;
    private final Register alarm;

    /**
     * The timers.
     *
     * @param clock virtual time
     * @param clocks gives the APB frequency
     * @param line1 FRC1's wire
     * @param line2 FRC2's wire
     */
    public FrcTimers(Clock clock, ClockTree clocks, InterruptLine line1, InterruptLine line2) {
        super("FRC_TIMER", 0x40);
        this.clocks = clocks;
        frc1 = new Frc("FRC1", 0x00, clock, line1, FRC1_MASK, this::frc1Zero, this::awaitFrc1);
        frc1.counter.down(true);
        frc2 = new Frc("FRC2", 0x20, clock, line2, -1, this::frc2Alarm, this::frc2Changed);
        alarm = register(0x30, "FRC2_ALARM").onWrite(word -> frc2Changed());
        clocks.onChange(this::clocksChanged);
        clocksChanged();
    }

    private void clocksChanged() {
        frc1.follow();
        awaitFrc1();
        frc2.follow();
        awaitFrc2();
    }

    private void awaitFrc1() {
        long left = frc1.counter.value() & FRC1_MASK;
        frc1.await(left == 0 ? FRC1_MASK + 1 : left);
    }

    private void frc1Zero() {
        if (frc1.control.bit(AUTO_LOAD)) {
            frc1.counter.set(frc1.load.get(), frc1.dueTick);
        }
        frc1.raise();
        awaitFrc1();
    }

    /** The alarm is a comparison for equality, so a value written to LOAD or ALARM may be equal at once. */
    private void frc2Changed() {
        if (frc2.counter.isRunning() && (int) frc2.counter.value() == alarm.get()) {
            frc2.raise();
        }
        awaitFrc2();
    }

    private void awaitFrc2() {
        long distance = Integer.toUnsignedLong(alarm.get() - (int) frc2.counter.value());
        frc2.await(distance == 0 ? FRC2_PERIOD : distance);
    }

    private void frc2Alarm() {
        frc2.raise();
        awaitFrc2();
    }

    @Override
    public void reset() {
        super.reset();
        frc1.reset();
        frc2.reset();
        awaitFrc1();
        awaitFrc2();
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(frc1, frc2);
    }
}
