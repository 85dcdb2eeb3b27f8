package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import java.util.function.LongConsumer;

/**
 * A 64-bit timer of a timer group, T0, T1 or LACT, with its nine registers: prescaled from APB, up or down, read by latching,
 * with an alarm that may reload it (TRM, "64-bit Timers"). LACT's ways of compensating for sleep are storage.
 */
final class GeneralTimer implements Stateful {
    private static final int EN = 31;
    private static final int INCREASE = 30;
    private static final int AUTORELOAD = 29;
    private static final int EDGE_INT_EN = 12;
    private static final int LEVEL_INT_EN = 11;
    private static final int ALARM_EN = 10;

    private final ClockTree clocks;
    private final Counter counter;
    private final Event alarm;
    private final Runnable onAlarm;
    private final Register config;
    private final Register low;
    private final Register high;
    private final Register alarmLow;
    private final Register alarmHigh;
    private final Register loadLow;
    private final Register loadHigh;
    private long alarmTick;

    /**
     * Declares the registers of a timer.
     *
     * @param block to which they belong
     * @param name such as {@code T0}
     * @param configOffset of its CONFIG register
     * @param configReset value of that register after reset
     * @param lowOffset of its LO register, which HI, UPDATE, ALARM, LOAD and their halves follow
     * @param onConfigured drives the wires, which CONFIG enables
     * @param onAlarm raises the interrupt
     */
    GeneralTimer(RegisterBlock block, String name, int configOffset, int configReset, int lowOffset, Clock clock,
            ClockTree clocks, Runnable onConfigured, Runnable onAlarm) {
        this.clocks = clocks;
        this.onAlarm = onAlarm;
        counter = new Counter(clock);
        alarm = clock.event(block.name() + " " + name, () -> alarm(alarmTick));
        config = block.register(configOffset, name + "CONFIG").reset(configReset).onWrite(word -> {
            configured();
            onConfigured.run();
        });
        low = block.register(lowOffset, name + "LO").readOnly();
        high = block.register(lowOffset + 0x04, name + "HI").readOnly();
        block.register(lowOffset + 0x08, name + "UPDATE").command(word -> latch());
        alarmLow = block.register(lowOffset + 0x0c, name + "ALARMLO").onWrite(word -> awaitAlarm());
        alarmHigh = block.register(lowOffset + 0x10, name + "ALARMHI").onWrite(word -> awaitAlarm());
        loadLow = block.register(lowOffset + 0x14, name + "LOADLO");
        loadHigh = block.register(lowOffset + 0x18, name + "LOADHI");
        block.register(lowOffset + 0x1c, name + "LOAD").command(word -> load());
        configured();
    }

    /** Whether the timer drives its level wire. */
    boolean levelInterrupt() {
        return config.bit(LEVEL_INT_EN);
    }

    /** Whether the timer pulses its edge wire. */
    boolean edgeInterrupt() {
        return config.bit(EDGE_INT_EN);
    }

    private static long join(Register highHalf, Register lowHalf) {
        return (long) highHalf.get() << 32 | Integer.toUnsignedLong(lowHalf.get());
    }

    private void latch() {
        long value = counter.value();
        low.set((int) value);
        high.set((int) (value >>> 32));
    }

    private void load() {
        counter.set(join(loadHigh, loadLow));
        awaitAlarm();
    }

    /** Follows CONFIG and the clocks. */
    void configured() {
        counter.rate((long) clocks.ticksPerApbCycle() * divider(), 1);
        counter.down(!config.bit(INCREASE));
        counter.run(config.bit(EN) && clocks.apbRuns());
        awaitAlarm();
    }

    /** "When DIVIDER is 1 or 2 the clock divisor is 2; when 0 it is 65536" (TRM, 64-bit timer prescaler). */
    private int divider() {
        int divider = config.field(28, 13);
        return divider == 0 ? 65_536 : Math.max(2, divider);
    }

    private void awaitAlarm() {
        alarm.cancel();
        if (!config.bit(ALARM_EN) || !counter.isRunning()) {
            return;
        }
        long value = counter.value();
        long target = join(alarmHigh, alarmLow);
        long distance = counter.isDown() ? value - target : target - value;
        boolean passed = counter.isDown()
                ? Long.compareUnsigned(value, target) <= 0
                : Long.compareUnsigned(value, target) >= 0;
        if (passed) {
            alarm(counter.now());
        } else if (distance > 0) {
            alarmTick = counter.tickAfter(distance);
            alarm.at(alarmTick);
        }
    }

    private void alarm(long tick) {
        config.bit(ALARM_EN, false);
        if (config.bit(AUTORELOAD)) {
            counter.set(join(loadHigh, loadLow), tick);
        }
        onAlarm.run();
    }

    /** Follows the registers, which the block has reset, and starts from 0. */
    void reset() {
        alarm.cancel();
        counter.set(0);
        configured();
    }

    @Override
    public void state(State state) {
        state.all(counter, alarm);
        alarmTick = state.value(alarmTick);
    }
}
