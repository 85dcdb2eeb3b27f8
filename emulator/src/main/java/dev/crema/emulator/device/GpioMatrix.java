package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import java.util.Arrays;

/**
 * The GPIO matrix: any of 256 peripheral outputs, or the OUT register, to any pad; any pad, or a constant, to any of 256
 * peripheral inputs (reference manual, chapter "IO_MUX and GPIO Matrix"). {@link Gpio} holds the registers that select.
 *
 * <p>An input signal that bypasses the matrix (SIG_IN_SEL = 0) reads 0: direct functions of IO_MUX are not modelled as levels.
 */
final class GpioMatrix implements Signals, Stateful {
    /** The output selection that stands for the OUT and ENABLE registers. */
    static final int SIMPLE_GPIO = 256;

    private static final int SIGNALS = 256;
    private static final int CONSTANT_LOW = 0x30;
    private static final int CONSTANT_HIGH = 0x38;

    private final Pins pins;
    private final int[] outputSelect = new int[Pins.COUNT];
    private final int[] inputSelect = new int[SIGNALS];
    private final boolean[] driven = new boolean[SIGNALS];
    private final boolean[] high = new boolean[SIGNALS];
    // Which pads a signal reaches, so that an edge touches those only; pad n in bit n.
    private final long[] padsOf = new long[SIGNALS + 1];
    private final Listener[] listeners = new Listener[SIGNALS];
    private final boolean[] heard = new boolean[SIGNALS];
    private int[] listened = {};
    private long out;
    private long enable;
    private long openDrain;

    GpioMatrix(Pins pins) {
        this.pins = pins;
        reset();
    }

    /** All pads to the OUT register, no pad enabled, no input routed. */
    void reset() {
        out = 0;
        enable = 0;
        openDrain = 0;
        Arrays.fill(padsOf, 0);
        for (int pin = 0; pin < Pins.COUNT; pin++) {
            outputSelect[pin] = SIMPLE_GPIO;
            padsOf[SIMPLE_GPIO] |= 1L << pin;
            settle(pin);
        }
        for (int signal = 0; signal < SIGNALS; signal++) {
            selectInput(signal, 0);
        }
    }

    /** OUT, ENABLE and the PAD_DRIVER bits of all pads changed. */
    void registers(long newOut, long newEnable, long newOpenDrain) {
        long changed = out ^ newOut | enable ^ newEnable | openDrain ^ newOpenDrain;
        out = newOut;
        enable = newEnable;
        openDrain = newOpenDrain;
        settleAll(changed);
    }

    /** A FUNCn_OUT_SEL_CFG register was written. */
    void selectOutput(int pin, int configuration) {
        padsOf[signalOf(outputSelect[pin])] &= ~(1L << pin);
        outputSelect[pin] = configuration;
        padsOf[signalOf(configuration)] |= 1L << pin;
        settle(pin);
    }

    /** A FUNCn_IN_SEL_CFG register was written. */
    void selectInput(int signal, int configuration) {
        inputSelect[signal] = configuration;
        tell(signal);
    }

    /** What the matrix sees of a pad changed. */
    void inputChanged(int pin) {
        for (int signal : listened) {
            if ((inputSelect[signal] & 0x3f) == pin) {
                tell(signal);
            }
        }
    }

    @Override
    public void drive(int signal, boolean level) {
        if (driven[signal] && high[signal] == level) {
            return;
        }
        driven[signal] = true;
        high[signal] = level;
        settleAll(padsOf[signal]);
    }

    @Override
    public void release(int signal) {
        driven[signal] = false;
        high[signal] = false;
        settleAll(padsOf[signal]);
    }

    @Override
    public boolean level(int signal) {
        int select = inputSelect[signal];
        if ((select & 1 << 7) == 0) {
            return false;
        }
        int source = select & 0x3f;
        boolean level = switch (source) {
            case CONSTANT_LOW -> false;
            case CONSTANT_HIGH -> true;
            default -> (pins.digitalInputs() >>> source & 1) != 0;
        };
        return level != ((select & 1 << 6) != 0);
    }

    @Override
    public void listen(int signal, Listener listener) {
        if (listeners[signal] == null) {
            listened = Arrays.copyOf(listened, listened.length + 1);
            listened[listened.length - 1] = signal;
        }
        listeners[signal] = listener;
        heard[signal] = level(signal);
    }

    private void tell(int signal) {
        boolean level = level(signal);
        if (listeners[signal] != null && heard[signal] != level) {
            heard[signal] = level;
            listeners[signal].changed(level);
        }
    }

    private void settleAll(long pads) {
        for (long left = pads; left != 0; left &= left - 1) {
            settle(Long.numberOfTrailingZeros(left));
        }
    }

    private void settle(int pin) {
        int select = outputSelect[pin];
        int signal = signalOf(select);
        boolean gpioHigh = (out >>> pin & 1) != 0;
        boolean gpioEnabled = (enable >>> pin & 1) != 0;
        boolean simple = signal == SIMPLE_GPIO;
        boolean level = (simple ? gpioHigh : high[signal]) != ((select & 1 << 9) != 0);
        boolean enabledByRegister = simple || (select & 1 << 10) != 0;
        boolean enabled = (enabledByRegister ? gpioEnabled : driven[signal]) != ((select & 1 << 11) != 0);
        pins.drive(pins.digital, pin, enabled, level, (openDrain >>> pin & 1) != 0);
    }

    private static int signalOf(int configuration) {
        return Math.min(configuration & 0x1ff, SIMPLE_GPIO);
    }

    @Override
    public void state(State state) {
        state.ints(outputSelect);
        state.ints(inputSelect);
        state.booleans(driven);
        state.booleans(high);
        state.longs(padsOf);
        state.booleans(heard);
        out = state.value(out);
        enable = state.value(enable);
        openDrain = state.value(openDrain);
    }
}
