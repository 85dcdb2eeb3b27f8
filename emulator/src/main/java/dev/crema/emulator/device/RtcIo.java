package dev.crema.emulator.device;

import java.util.OptionalInt;

/**
 * RTC_IO, 0x3FF48400: the 18 pads that the RTC domain can own, and the two digital-to-analog converters (reference manual,
 * chapter "IO_MUX and GPIO Matrix", section "RTC IO_MUX").
 *
 * <p>Modelled: for each pad MUX_SEL, FUN_IE and the pull-up, the RTC GPIO's OUT, ENABLE and IN, open drain, the DAC codes, and
 * what the wake-up logic sees: levels and the selection of EXT0. Storage: RTC GPIO interrupts, hold, sleep configuration, hall
 * sensor, touch bias.
 */
public final class RtcIo extends RegisterBlock implements WakeupPins {
    private static final int NO_PULL = -1;
    private static final int FIRST_BIT = 14;
    private static final int ALL = -1 << FIRST_BIT;

    /**
     * A pad; its place in {@link #PADS} is its RTC GPIO number.
     *
     * @param gpio its number among the 40
     * @param offset of the register that configures it
     * @param mux bit MUX_SEL
     * @param inputEnable bit FUN_IE
     * @param pullUp bit RUE, or {@link #NO_PULL}
     */
    private record Pad(int gpio, int offset, int mux, int inputEnable, int pullUp) {
    }

    private static final Pad[] PADS = {
        new Pad(36, 0x7c, 27, 19, NO_PULL),
        new Pad(37, 0x7c, 26, 14, NO_PULL),
        new Pad(38, 0x7c, 25, 9, NO_PULL),
        new Pad(39, 0x7c, 24, 4, NO_PULL),
        new Pad(34, 0x80, 29, 23, NO_PULL),
        new Pad(35, 0x80, 28, 18, NO_PULL),
        new Pad(25, 0x84, 17, 11, 27),
        new Pad(26, 0x88, 17, 11, 27),
        new Pad(33, 0x8c, 18, 11, 27),
        new Pad(32, 0x8c, 17, 5, 22),
        new Pad(4, 0x94, 19, 13, 27),
        new Pad(0, 0x98, 19, 13, 27),
        new Pad(2, 0x9c, 19, 13, 27),
        new Pad(15, 0xa0, 19, 13, 27),
        new Pad(13, 0xa4, 19, 13, 27),
        new Pad(12, 0xa8, 19, 13, 27),
        new Pad(14, 0xac, 19, 13, 27),
        new Pad(27, 0xb0, 19, 13, 27),
    };

    private static final int[] TOUCH_RESET = {
        0x52000000, 0x4a000000, 0x52000000, 0x4a000000, 0x52000000, 0x52000000, 0x4a000000, 0x42000000, 0x2000000, 0x2000000,
    };

    private final Pins pins;
    private final Register out;
    private final Register enable;
    private final Register[] pinConfiguration;
    private final Register[] dac;
    private final Register ext0;
    private final Register[] padRegister = new Register[PADS.length];

    /** Makes the block. */
    public RtcIo(Pins pins) {
        super("RTC_IO", 0xcc);
        this.pins = pins;
        out = register(0x000, "GPIO_OUT").writable(ALL).onWrite(word -> outputs());
        setAndClear(out, 0x004, 0x008, word -> outputs());
        enable = register(0x00c, "GPIO_ENABLE").writable(ALL).onWrite(word -> outputs());
        setAndClear(enable, 0x010, 0x014, word -> outputs());
        Register status = register(0x018, "GPIO_STATUS").writable(ALL);
        setAndClear(status, 0x01c, 0x020, word -> { });
        register(0x024, "GPIO_IN").readOnly().onRead(this::inputs);
        pinConfiguration = registers(0x028, 4, PADS.length, "GPIO_PIN");
        for (Register pin : pinConfiguration) {
            pin.onWrite(word -> outputs());
        }
        register(0x070, "IO_RTC_DEBUG_SEL");
        register(0x074, "IO_DIG_PAD_HOLD");
        register(0x078, "IO_HALL_SENS");
        Register sensors = register(0x07c, "IO_SENSOR_PADS").onWrite(word -> pads());
        Register adc = register(0x080, "IO_ADC_PAD").onWrite(word -> pads());
        dac = registers(0x084, 4, 2, "IO_PAD_DAC");
        for (Register one : dac) {
            one.reset(0x80000000).onWrite(word -> pads());
        }
        Register crystal = register(0x08c, "IO_XTAL_32K_PAD").reset(0x84100010).onWrite(word -> pads());
        register(0x090, "IO_TOUCH_CFG").reset(0x66000000);
        Register[] touch = registers(0x094, 4, 10, "IO_TOUCH_PAD");
        for (int i = 0; i < touch.length; i++) {
            touch[i].reset(TOUCH_RESET[i]).onWrite(word -> pads());
        }
        ext0 = register(0x0bc, "IO_EXT_WAKEUP0");
        register(0x0c0, "IO_XTL_EXT_CTR");
        register(0x0c4, "IO_SAR_I2C_IO");
        register(0x0c8, "IO_DATE").reset(0x1603160);
        for (int i = 0; i < PADS.length; i++) {
            padRegister[i] = switch (PADS[i].offset) {
                case 0x7c -> sensors;
                case 0x80 -> adc;
                case 0x84 -> dac[0];
                case 0x88 -> dac[1];
                case 0x8c -> crystal;
                default -> touch[PADS[i].offset - 0x94 >> 2];
            };
        }
        reset();
    }

    /**
     * The code that a DAC converts, 0 to 255 for 0 V to VDD; empty while it is powered down.
     *
     * @param channel 0 (GPIO25) or 1 (GPIO26)
     */
    public OptionalInt dac(int channel) {
        Register pad = dac[channel];
        return pad.bit(18) && pad.bit(10) ? OptionalInt.of(pad.field(26, 19)) : OptionalInt.empty();
    }

    @Override
    public void reset() {
        super.reset();
        pads();
        outputs();
    }

    private void pads() {
        for (int i = 0; i < PADS.length; i++) {
            Pad pad = PADS[i];
            Register register = padRegister[i];
            boolean pullUp = pad.pullUp != NO_PULL && register.bit(pad.pullUp);
            pins.rtcPad(pad.gpio, register.bit(pad.mux), register.bit(pad.inputEnable), pullUp);
        }
    }

    private void outputs() {
        for (int i = 0; i < PADS.length; i++) {
            int bit = FIRST_BIT + i;
            pins.drive(pins.rtc, PADS[i].gpio, enable.bit(bit), out.bit(bit), pinConfiguration[i].bit(2));
        }
    }

    private int inputs() {
        long levels = pins.rtcInputs();
        int word = 0;
        for (int i = 0; i < PADS.length; i++) {
            word |= (int) (levels >>> PADS[i].gpio & 1) << FIRST_BIT + i;
        }
        return word;
    }

    @Override
    public int levels() {
        int word = 0;
        for (int i = 0; i < PADS.length; i++) {
            word |= (pins.level(PADS[i].gpio) ? 1 : 0) << i;
        }
        return word;
    }

    @Override
    public int ext0() {
        return ext0.field(31, 27);
    }
}
