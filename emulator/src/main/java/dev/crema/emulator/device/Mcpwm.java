package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;

/**
 * A motor control PWM, 0x3FF5E000 and 0x3FF6C000 (reference manual, chapter "Motor Control PWM").
 *
 * <p>Modelled: the values and directions of the three timers, as TIMERn_STATUS shows them. Storage: synchronisation, the
 * operators (their outputs are not put on pads), faults, capture; no interrupt is raised.
 */
public final class Mcpwm extends RegisterBlock {
    private static final int TIMERS = 3;
    private static final int OPERATORS = 3;
    private static final int TICKS_PER_160_MHZ_CYCLE = 3;
    private static final int COUNT_UP = 1;
    private static final int COUNT_DOWN = 2;
    private static final int COUNT_UP_DOWN = 3;
    private static final int DIRECTION_DOWN = 1 << 16;

    /** A timer; its position in the period is what counts, its value follows from the mode. */
    private final class Timer implements Stateful {
        private final Register cfg0;
        private final Register cfg1;
        private final Counter position;

        Timer(int number) {
            int offset = 0x004 + 0x10 * number;
            String name = "TIMER" + number;
            position = new Counter(clock);
            cfg0 = register(offset, name + "_CFG0").reset(255 << 8).onWrite(word -> configure());
            cfg1 = register(offset + 4, name + "_CFG1").onWrite(word -> configure());
            register(offset + 8, name + "_SYNC");
            register(offset + 12, name + "_STATUS").readOnly().onRead(this::status);
        }

        private void configure() {
            long prescale = (groupPrescale.field(7, 0) + 1L) * (cfg0.field(7, 0) + 1L);
            position.rate(TICKS_PER_160_MHZ_CYCLE * prescale, 1);
            // TIMER_START: 2 runs on; the other codes stop at the next zero or peak, here at once.
            position.run(cfg1.field(2, 0) == 2 && cfg1.field(4, 3) != 0);
        }

        private int status() {
            int period = cfg0.field(23, 8);
            long at = position.value();
            return switch (cfg1.field(4, 3)) {
                case COUNT_UP -> (int) (at % (period + 1));
                case COUNT_DOWN -> period - (int) (at % (period + 1)) | DIRECTION_DOWN;
                case COUNT_UP_DOWN -> upAndDown((int) (at % Math.max(1, 2 * period)), period);
                default -> 0;
            };
        }

        private static int upAndDown(int at, int period) {
            return at < period ? at : 2 * period - at | DIRECTION_DOWN;
        }

        @Override
        public void state(State state) {
            state.all(position);
        }
    }

    private final Clock clock;
    private final InterruptRegisters interrupts;
    private final Register groupPrescale;
    private final Timer[] timers = new Timer[TIMERS];

    /**
     * Makes a block.
     *
     * @param name {@code PWM0} or {@code PWM1}
     * @param clock virtual time
     * @param line interrupt source 39 or 40
     */
    public Mcpwm(String name, Clock clock, InterruptLine line) {
        super(name, 0x128);
        this.clock = clock;
        groupPrescale = register(0x000, "CLK_CFG").onWrite(word -> configure());
        for (int i = 0; i < TIMERS; i++) {
            timers[i] = new Timer(i);
        }
        storage(0x034, "TIMER_SYNCI_CFG", "OPERATOR_TIMERSEL");
        for (int i = 0; i < OPERATORS; i++) {
            storage(0x03c + 0x38 * i, "GEN" + i + "_STMP_CFG", "GEN" + i + "_TSTMP_A", "GEN" + i + "_TSTMP_B", "GEN" + i + "_CFG0",
                    "GEN" + i + "_FORCE", "GEN" + i + "_A", "GEN" + i + "_B", "DT" + i + "_CFG", "DT" + i + "_FED_CFG",
                    "DT" + i + "_RED_CFG", "CARRIER" + i + "_CFG", "FH" + i + "_CFG0", "FH" + i + "_CFG1", "FH" + i + "_STATUS");
        }
        storage(0x0e4, "FAULT_DETECT", "CAP_TIMER_CFG", "CAP_TIMER_PHASE");
        registers(0x0f0, 4, 3, "CAP_CFG_CH");
        registers(0x0fc, 4, 3, "CAP_CH");
        storage(0x108, "CAP_STATUS", "UPDATE_CFG");
        interrupts = interrupts(0x114, 0x118, 0x110, 0x11c, line);
        register(0x120, "CLK");
        register(0x124, "VERSION").reset(0x2107230);
    }

    @Override
    public void reset() {
        super.reset();
        for (Timer timer : timers) {
            timer.configure();
            timer.position.set(0);
        }
        interrupts.drive();
    }

    private void configure() {
        for (Timer timer : timers) {
            timer.configure();
        }
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(timers);
    }
}
