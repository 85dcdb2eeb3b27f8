package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;

/**
 * LEDC, 0x3FF59000: two groups (high speed, low speed) of four timers and eight PWM channels (reference manual, chapter "LED PWM
 * Controller").
 *
 * <p>Modelled: the timers' counts, duties with hpoint, fades with their interrupt, idle level, pause and reset; the waveform on
 * the GPIO matrix (signals 71 to 86) and the overflow interrupts for periods of 10 µs and more. A faster waveform stands still
 * at the level it has for the greater part of its period, so that a camera's clock does not cost an event per edge. Storage: the
 * fraction of the duty (its four low bits). New settings apply at once, in the low-speed group without waiting for PARA_UP.
 */
public final class Ledc extends RegisterBlock {
    private static final int TIMERS = 4;
    private static final int CHANNELS = 8;
    private static final int FIRST_SIGNAL = 71;
    private static final long SHORTEST_SHOWN_PERIOD = 10 * Clock.TICKS_PER_MICROSECOND;
    // The 8.5 MHz RC oscillator: 480 / 8.5 = 960 / 17 ticks.
    private static final int RC_FAST_TICKS = 960;
    private static final int RC_FAST_CYCLES = 17;
    private static final int DIVIDER_ONE = 1 << 8;

    /** A timer: a counter that starts again at 2 to the power of LIM. */
    private final class Timer implements Stateful {
        private final int number;
        private final boolean lowSpeed;
        private final Register conf;
        private final Counter counter;
        private final Event overflow;
        private long ticks = 1;
        private long steps = 1;

        Timer(int number, boolean lowSpeed) {
            this.number = number;
            this.lowSpeed = lowSpeed;
            int offset = (lowSpeed ? 0x160 : 0x140) + 8 * number;
            String name = (lowSpeed ? "LSTIMER" : "HSTIMER") + number;
            counter = new Counter(clock);
            conf = register(offset, name + "_CONF").reset(1 << 24).onWrite(word -> configure());
            register(offset + 4, name + "_VALUE").readOnly().onRead(this::value);
            overflow = clock.event("LEDC " + name, this::overflowed);
        }

        private void configure() {
            conf.bit(26, false);
            boolean reset = conf.bit(24);
            // DIV_NUM is a divider in 1/256; less than 1 is not defined and taken as 1.
            long divider = Math.max(conf.field(22, 5), DIVIDER_ONE);
            ticks = divider * sourceTicks();
            steps = (long) DIVIDER_ONE * sourceCycles();
            counter.rate(ticks, steps);
            if (reset) {
                counter.set(0);
            }
            counter.run(!reset && !conf.bit(23));
            awaitOverflow();
            for (Channel channel : channels) {
                if (channel.timer() == this) {
                    channel.timerConfigured();
                }
            }
        }

        /** TICK_SEL: 0 is REF_TICK; 1 is APB, or in the low-speed group what APB_CLK_SEL chooses of APB and the RC oscillator. */
        private int sourceTicks() {
            if (!conf.bit(25)) {
                return ClockTree.TICKS_PER_REF_CYCLE;
            }
            return fromRc() ? RC_FAST_TICKS : clocks.ticksPerApbCycle();
        }

        private int sourceCycles() {
            return conf.bit(25) && fromRc() ? RC_FAST_CYCLES : 1;
        }

        private boolean fromRc() {
            return lowSpeed && !clockSelect.bit(0);
        }

        private int period() {
            return 1 << Math.min(conf.field(4, 0), 20);
        }

        private int value() {
            return (int) counter.value() & period() - 1;
        }

        private long periodTicks() {
            return Math.max(1, period() * ticks / steps);
        }

        private boolean shown() {
            return counter.isRunning() && periodTicks() >= SHORTEST_SHOWN_PERIOD;
        }

        private void awaitOverflow() {
            overflow.at(shown() ? counter.tickAfter(period() - value()) : Clock.NEVER);
        }

        private void overflowed() {
            interrupts.raise(1 << (lowSpeed ? TIMERS : 0) + number);
            awaitOverflow();
        }

        private void reset() {
            overflow.cancel();
            counter.run(false);
            counter.set(0);
        }

        @Override
        public void state(State state) {
            state.all(counter, overflow);
            ticks = Math.max(1, state.value(ticks));
            steps = Math.max(1, state.value(steps));
        }
    }

    /** A channel: a duty out of a timer's period. */
    private final class Channel implements Stateful {
        private final int number;
        private final boolean lowSpeed;
        private final Register conf0;
        private final Register hpoint;
        private final Register duty;
        private final Register conf1;
        private final Register dutyNow;
        private final Event edge;
        private final Event fade;
        private int stepsLeft;

        Channel(int number, boolean lowSpeed) {
            this.number = number;
            this.lowSpeed = lowSpeed;
            int offset = (lowSpeed ? 0x0a0 : 0) + 0x14 * number;
            String name = (lowSpeed ? "LSCH" : "HSCH") + number;
            conf0 = register(offset, name + "_CONF0").onWrite(word -> configured());
            hpoint = register(offset + 0x4, name + "_HPOINT").onWrite(word -> show());
            duty = register(offset + 0x8, name + "_DUTY");
            conf1 = register(offset + 0xc, name + "_CONF1").reset(1 << 30).onWrite(this::started);
            dutyNow = register(offset + 0x10, name + "_DUTY_R").readOnly();
            edge = clock.event("LEDC edge " + name, this::show);
            fade = clock.event("LEDC fade " + name, this::fade);
        }

        private Timer timer() {
            return timers[(lowSpeed ? TIMERS : 0) + conf0.field(1, 0)];
        }

        private int signal() {
            return FIRST_SIGNAL + (lowSpeed ? CHANNELS : 0) + number;
        }

        private void configured() {
            conf0.bit(4, false);
            show();
        }

        /** DUTY_START takes the duty over and then changes it DUTY_NUM times, every DUTY_CYCLE periods, by DUTY_SCALE. */
        private void started(int word) {
            if (!conf1.bit(31)) {
                fade.cancel();
                stepsLeft = 0;
                return;
            }
            dutyNow.set(duty.field(24, 0));
            stepsLeft = Math.max(1, conf1.field(29, 20));
            awaitFade();
            show();
        }

        /** A duty is changed by the overflows of the timer, so a channel whose timer stands waits for it to run. */
        private void awaitFade() {
            if (timer().counter.isRunning()) {
                fade.after(Math.max(1, conf1.field(19, 10)) * timer().periodTicks());
            }
        }

        private void timerConfigured() {
            if (stepsLeft > 0 && !fade.armed()) {
                awaitFade();
            }
            show();
        }

        private void fade() {
            if (!timer().counter.isRunning()) {
                return;
            }
            int change = conf1.field(9, 0) << 4;
            int next = dutyNow.get() + (conf1.bit(30) ? change : -change);
            dutyNow.set(Math.clamp(next, 0, (1 << 25) - 1));
            if (--stepsLeft > 0) {
                awaitFade();
            } else {
                conf1.bit(31, false);
                interrupts.raise(1 << (lowSpeed ? 16 : 8) + number);
            }
            show();
        }

        /** Puts the present level on the wire and waits for the next edge. */
        private void show() {
            edge.cancel();
            if (!conf0.bit(2)) {
                signals.drive(signal(), conf0.bit(3));
                return;
            }
            Timer timer = timer();
            int period = timer.period();
            int rise = Math.min(hpoint.field(19, 0), period);
            int fall = (int) Math.min((long) rise + (dutyNow.get() >> 4), period);
            if (!timer.shown()) {
                boolean still = !timer.counter.isRunning();
                signals.drive(signal(), still ? high(timer.value(), rise, fall) : 2 * (fall - rise) >= period);
                return;
            }
            int value = timer.value();
            signals.drive(signal(), high(value, rise, fall));
            if (fall - rise < period && fall > rise) {
                int next = value < rise ? rise : value < fall ? fall : period + rise;
                edge.at(timer.counter.tickAfter(next - value));
            }
        }

        private static boolean high(int value, int rise, int fall) {
            return value >= rise && value < fall;
        }

        private void reset() {
            edge.cancel();
            fade.cancel();
            stepsLeft = 0;
            signals.release(signal());
        }

        @Override
        public void state(State state) {
            state.all(edge, fade);
            stepsLeft = state.value(stepsLeft);
        }
    }

    private final Clock clock;
    private final ClockTree clocks;
    private final Signals signals;
    private final InterruptRegisters interrupts;
    private final Register clockSelect;
    private final Timer[] timers = new Timer[2 * TIMERS];
    private final Channel[] channels = new Channel[2 * CHANNELS];

    /**
     * Makes the block.
     *
     * @param clock virtual time
     * @param clocks gives the APB frequency
     * @param line interrupt source 43
     * @param signals the GPIO matrix
     */
    public Ledc(Clock clock, ClockTree clocks, InterruptLine line, Signals signals) {
        super("LEDC", 0x200);
        this.clock = clock;
        this.clocks = clocks;
        this.signals = signals;
        interrupts = interrupts(0x180, 0x184, 0x188, 0x18c, line);
        clockSelect = register(0x190, "CONF").onWrite(word -> clocksChanged());
        register(0x1fc, "DATE").reset(0x16031700);
        for (int i = 0; i < timers.length; i++) {
            timers[i] = new Timer(i % TIMERS, i >= TIMERS);
        }
        for (int i = 0; i < channels.length; i++) {
            channels[i] = new Channel(i % CHANNELS, i >= CHANNELS);
        }
        clocks.onChange(this::clocksChanged);
    }

    @Override
    public void reset() {
        super.reset();
        for (Timer timer : timers) {
            timer.reset();
        }
        for (Channel channel : channels) {
            channel.reset();
        }
        interrupts.drive();
    }

    private void clocksChanged() {
        for (Timer timer : timers) {
            timer.configure();
        }
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(timers);
        state.all(channels);
    }
}
