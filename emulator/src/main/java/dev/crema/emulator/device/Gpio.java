package dev.crema.emulator.device;

import dev.crema.emulator.state.State;

/**
 * GPIO, 0x3FF44000: output and input registers of the 40 pads, their interrupts towards both cores, the strapping register and
 * the selections of the GPIO matrix (reference manual, chapter "IO_MUX and GPIO Matrix").
 *
 * <p>Modelled: OUT, ENABLE, IN, STATUS with their companions; edge and level interrupts with the four destinations of
 * PINn.INT_ENA; open drain; the matrix. Storage: BT_SELECT, SDIO_SELECT, PINn.CONFIG and WAKEUP_ENABLE, the RTC clock
 * calibration (cali_conf, cali_data), which answers ready.
 */
public final class Gpio extends RegisterBlock {
    /**
     * The wires to the interrupt matrix. GPIO is one source (22) with a level of its own for each core, and likewise
     * GPIO_NMI (23).
     */
    public record Lines(InterruptLine pro, InterruptLine proNmi, InterruptLine app, InterruptLine appNmi) {
    }

    private static final int TYPE_RISING = 1;
    private static final int TYPE_FALLING = 2;
    private static final int TYPE_ANY_EDGE = 3;
    private static final int TYPE_LOW = 4;
    private static final int TYPE_HIGH = 5;
    private static final int HIGH_PINS = 0xff;
    // Bits of PINn.INT_ENA, from its lowest: ESP-IDF gpio_ll.h, GPIO_LL_*_INTR_ENA.
    private static final int TO_APP = 0;
    private static final int TO_APP_NMI = 1;
    private static final int TO_PRO = 2;
    private static final int TO_PRO_NMI = 3;
    private static final int TO_SDIO = 4;
    private static final int DESTINATIONS = 5;

    private final Pins pins;
    private final GpioMatrix matrix;
    private final Lines lines;
    private final Register out;
    private final Register out1;
    private final Register enable;
    private final Register enable1;
    private final Register status;
    private final Register status1;
    private final Register[] pinConfiguration;
    private final long[] enabledFor = new long[DESTINATIONS];
    private long lowLevel;
    private long highLevel;
    private long openDrain;

    /**
     * Makes the block.
     *
     * @param pins the pads
     * @param lines to the interrupt matrix
     * @param strap what the strapping pins said at reset: the STRAP register, 0x13 for a boot from flash
     */
    public Gpio(Pins pins, Lines lines, int strap) {
        super("GPIO", 0x5d0);
        this.pins = pins;
        this.lines = lines;
        this.matrix = new GpioMatrix(pins);
        register(0x000, "BT_SELECT");
        out = register(0x004, "OUT").onWrite(word -> outputs());
        setAndClear(out, 0x008, 0x00c, word -> outputs());
        out1 = register(0x010, "OUT1").writable(HIGH_PINS).onWrite(word -> outputs());
        setAndClear(out1, 0x014, 0x018, word -> outputs());
        register(0x01c, "SDIO_SELECT");
        enable = register(0x020, "ENABLE").onWrite(word -> outputs());
        setAndClear(enable, 0x024, 0x028, word -> outputs());
        enable1 = register(0x02c, "ENABLE1").writable(HIGH_PINS).onWrite(word -> outputs());
        setAndClear(enable1, 0x030, 0x034, word -> outputs());
        register(0x038, "STRAP").reset(strap).readOnly();
        register(0x03c, "IN").readOnly().onRead(() -> (int) pins.digitalInputs());
        register(0x040, "IN1").readOnly().onRead(() -> (int) (pins.digitalInputs() >>> 32));
        status = register(0x044, "STATUS").onWrite(word -> interrupts());
        setAndClear(status, 0x048, 0x04c, word -> interrupts());
        status1 = register(0x050, "STATUS1").writable(HIGH_PINS).onWrite(word -> interrupts());
        setAndClear(status1, 0x054, 0x058, word -> interrupts());
        pending(0x060, 0x074, "ACPU_INT", TO_APP);
        pending(0x064, 0x078, "ACPU_NMI_INT", TO_APP_NMI);
        pending(0x068, 0x07c, "PCPU_INT", TO_PRO);
        pending(0x06c, 0x080, "PCPU_NMI_INT", TO_PRO_NMI);
        pending(0x070, 0x084, "CPUSDIO_INT", TO_SDIO);
        pinConfiguration = registers(0x088, 4, Pins.COUNT, "PIN");
        for (int i = 0; i < Pins.COUNT; i++) {
            int pin = i;
            pinConfiguration[i].onWrite(word -> configure(pin));
        }
        register(0x128, "cali_conf");
        register(0x12c, "cali_data").reset(3 << 30).readOnly();
        Register[] inputs = registers(0x130, 4, 256, "FUNC_IN_SEL_CFG");
        for (int i = 0; i < inputs.length; i++) {
            int signal = i;
            inputs[i].onWrite(word -> matrix.selectInput(signal, word));
        }
        Register[] outputs = registers(0x530, 4, Pins.COUNT, "FUNC_OUT_SEL_CFG");
        for (int i = 0; i < outputs.length; i++) {
            int pin = i;
            outputs[i].reset(GpioMatrix.SIMPLE_GPIO).onWrite(word -> matrix.selectOutput(pin, word));
        }
        pins.onDigitalInput(this::inputChanged);
    }

    /** The peripherals' side of the GPIO matrix. */
    public Signals signals() {
        return matrix;
    }

    /** Whether a pad has the level that wakes the chip from light sleep (PINn.WAKEUP_ENABLE with a level type). */
    public boolean wakes() {
        for (int pin = 0; pin < Pins.COUNT; pin++) {
            if (pinConfiguration[pin].bit(10) && (levelConditions() >>> pin & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void reset() {
        super.reset();
        matrix.reset();
        for (int pin = 0; pin < Pins.COUNT; pin++) {
            configure(pin);
        }
        interrupts();
    }

    private void pending(int low, int high, String name, int destination) {
        register(low, name).readOnly().onRead(() -> (int) (statusBits() & enabledFor[destination]));
        register(high, name + "1").readOnly().onRead(() -> (int) ((statusBits() & enabledFor[destination]) >>> 32));
    }

    private void outputs() {
        matrix.registers(both(out, out1), both(enable, enable1), openDrain);
    }

    private void configure(int pin) {
        Register configuration = pinConfiguration[pin];
        openDrain = with(openDrain, pin, configuration.bit(2));
        int type = configuration.field(9, 7);
        lowLevel = with(lowLevel, pin, type == TYPE_LOW);
        highLevel = with(highLevel, pin, type == TYPE_HIGH);
        int destinations = configuration.field(17, 13);
        for (int i = 0; i < DESTINATIONS; i++) {
            enabledFor[i] = with(enabledFor[i], pin, (destinations >>> i & 1) != 0);
        }
        outputs();
        interrupts();
    }

    private void inputChanged(int pin, boolean level) {
        int type = pinConfiguration[pin].field(9, 7);
        if (type == TYPE_ANY_EDGE || type == (level ? TYPE_RISING : TYPE_FALLING)) {
            latch(1L << pin);
        }
        interrupts();
        matrix.inputChanged(pin);
    }

    /** Latches level conditions, which come back for as long as they last, and drives the wires. */
    private void interrupts() {
        latch(levelConditions());
        long pending = statusBits();
        lines.pro.set((pending & enabledFor[TO_PRO]) != 0);
        lines.proNmi.set((pending & enabledFor[TO_PRO_NMI]) != 0);
        lines.app.set((pending & enabledFor[TO_APP]) != 0);
        lines.appNmi.set((pending & enabledFor[TO_APP_NMI]) != 0);
    }

    private long levelConditions() {
        long inputs = pins.digitalInputs();
        return highLevel & inputs | lowLevel & ~inputs;
    }

    private void latch(long bits) {
        status.set(status.get() | (int) bits);
        status1.set(status1.get() | (int) (bits >>> 32));
    }

    private long statusBits() {
        return both(status, status1);
    }

    private static long both(Register low, Register high) {
        return Integer.toUnsignedLong(low.get()) | (long) high.get() << 32;
    }

    private static long with(long word, int pin, boolean one) {
        return one ? word | 1L << pin : word & ~(1L << pin);
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(matrix);
        state.longs(enabledFor);
        lowLevel = state.value(lowLevel);
        highLevel = state.value(highLevel);
        openDrain = state.value(openDrain);
    }
}
