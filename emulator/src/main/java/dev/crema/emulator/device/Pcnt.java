package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/**
 * PCNT, 0x3FF57000: eight counters of edges, each with two inputs and their control signals (reference manual, chapter "Pulse
 * Count Controller").
 *
 * <p>Modelled: counting in both directions under the control signals, limits, thresholds, the zero event, pause, reset,
 * interrupts. Storage: the glitch filter.
 */
public final class Pcnt extends RegisterBlock {
    private static final int UNITS = 8;
    private static final int CHANNELS = 2;
    // Bits of Un_STATUS, as PCNT_EVT_* of ESP-IDF.
    private static final int EVENT_THRES1 = 1 << 2;
    private static final int EVENT_THRES0 = 1 << 3;
    private static final int EVENT_L_LIM = 1 << 4;
    private static final int EVENT_H_LIM = 1 << 5;
    private static final int EVENT_ZERO = 1 << 6;
    // Codes of POS_MODE, NEG_MODE and of HCTRL_MODE, LCTRL_MODE; a code not listed ignores the edge.
    private static final int COUNT_UP = 1;
    private static final int COUNT_DOWN = 2;
    private static final int CONTROL_KEEP = 0;
    private static final int CONTROL_INVERT = 1;

    /** One counter. */
    private final class Unit implements Stateful {
        private final int number;
        private final Register conf0;
        private final Register conf1;
        private final Register conf2;
        private final Register status;
        private int count;

        Unit(int number) {
            this.number = number;
            String name = "U" + number;
            conf0 = register(0x00c * number, name + "_CONF0").reset(0x3c10);
            conf1 = register(0x00c * number + 4, name + "_CONF1");
            conf2 = register(0x00c * number + 8, name + "_CONF2");
            register(0x060 + 4 * number, name + "_CNT").readOnly().onRead(() -> count & 0xffff);
            status = register(0x090 + 4 * number, name + "_STATUS").readOnly();
            for (int i = 0; i < CHANNELS; i++) {
                int channel = i;
                signals.listen(firstSignal() + channel, rising -> edge(channel, rising));
            }
        }

        /** The inputs of a unit are SIG_CH0, SIG_CH1, CTRL_CH0, CTRL_CH1; units 5 to 7 were added elsewhere in the table. */
        private int firstSignal() {
            return number < 5 ? 39 + 4 * number : 71 + 4 * (number - 5);
        }

        private void edge(int channel, boolean rising) {
            if (control.bit(2 * number) || control.bit(2 * number + 1)) {
                return;
            }
            int modes = conf0.field(31, 16) >>> 8 * channel;
            int mode = modes >>> (rising ? 2 : 0) & 3;
            boolean high = signals.level(firstSignal() + CHANNELS + channel);
            int controlMode = modes >>> (high ? 4 : 6) & 3;
            int step = switch (mode) {
                case COUNT_UP -> 1;
                case COUNT_DOWN -> -1;
                default -> 0;
            };
            switch (controlMode) {
                case CONTROL_KEEP -> count(step);
                case CONTROL_INVERT -> count(-step);
                default -> { }
            }
        }

        private void count(int step) {
            if (step == 0) {
                return;
            }
            count = (short) (count + step);
            int events = 0;
            if (conf0.bit(14) && count == (short) conf1.field(15, 0)) {
                events |= EVENT_THRES0;
            }
            if (conf0.bit(15) && count == (short) conf1.field(31, 16)) {
                events |= EVENT_THRES1;
            }
            if (conf0.bit(12) && count == (short) conf2.field(15, 0)) {
                events |= EVENT_H_LIM;
                count = 0;
            } else if (conf0.bit(13) && count == (short) conf2.field(31, 16)) {
                events |= EVENT_L_LIM;
                count = 0;
            }
            if (conf0.bit(11) && count == 0) {
                events |= EVENT_ZERO;
            }
            if (events != 0) {
                status.set(events);
                interrupts.raise(1 << number);
            }
        }

        @Override
        public void state(State state) {
            count = state.value(count);
        }
    }

    private final Signals signals;
    private final InterruptRegisters interrupts;
    private final Register control;
    private final Unit[] units = new Unit[UNITS];

    /**
     * Makes the block.
     *
     * @param line interrupt source 48
     * @param signals the GPIO matrix
     */
    public Pcnt(InterruptLine line, Signals signals) {
        super("PCNT", 0x100);
        this.signals = signals;
        interrupts = interrupts(0x080, 0x084, 0x088, 0x08c, line);
        control = register(0x0b0, "CTRL").reset(0x5555).onWrite(this::controlled);
        register(0x0fc, "DATE").reset(0x14122600);
        for (int i = 0; i < UNITS; i++) {
            units[i] = new Unit(i);
        }
    }

    private void controlled(int word) {
        for (Unit unit : units) {
            if (control.bit(2 * unit.number)) {
                unit.count = 0;
            }
        }
    }

    @Override
    public void reset() {
        super.reset();
        for (Unit unit : units) {
            unit.count = 0;
        }
        interrupts.drive();
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(units);
    }
}
