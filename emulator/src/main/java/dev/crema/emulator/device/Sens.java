package dev.crema.emulator.device;

/**
 * SENS, 0x3FF48800: the SAR ADCs, touch sensor, temperature sensor and DAC control of the RTC domain (reference manual, chapter
 * "On-Chip Sensors and Analog Signal Processing").
 *
 * <p>Modelled: conversions of both ADCs started by software, with channel, width and inversion; touch and temperature readings.
 * A measurement ends at once. Storage: attenuation, timing, the cosine generator, the start of the ULP coprocessor (which does
 * not run) and its I2C master; touch thresholds raise no interrupt.
 */
public final class Sens extends RegisterBlock {
    private static final int START = 1 << 17;
    private static final int DONE = 1 << 16;
    private static final int TOUCH_MEAS_DONE = 1 << 10;
    private static final int STATUS_FIELD = 0x3fffff;

    private final AnalogInputs inputs;

    /** Makes the block. */
    public Sens(AnalogInputs inputs) {
        super("SENS", 0x100);
        this.inputs = inputs;
        Register readControl1 = register(0x000, "SAR_READ_CTRL").reset(0x70902);
        register(0x004, "SAR_READ_STATUS1").readOnly();
        register(0x008, "SAR_MEAS_WAIT1").reset(0xa000a);
        register(0x00c, "SAR_MEAS_WAIT2").reset(0x20000a);
        register(0x010, "SAR_MEAS_CTRL").reset(0x707338f);
        register(0x014, "SAR_READ_STATUS2").readOnly();
        int[] sleepCycles = {0xc8, 0x64, 0x32, 0x28, 0x14};
        Register[] cycles = registers(0x018, 4, sleepCycles.length, "ULP_CP_SLEEP_CYC");
        for (int i = 0; i < cycles.length; i++) {
            cycles[i].reset(sleepCycles[i]);
        }
        Register startForce = register(0x02c, "SAR_START_FORCE").reset(0xf);
        register(0x030, "SAR_MEM_WR_CTRL").reset(0x100200);
        register(0x034, "SAR_ATTEN1").reset(-1);
        register(0x038, "SAR_ATTEN2").reset(-1);
        // MEAS_STATUS, 29:22, is 0: idle. Drivers wait for it before they start a conversion.
        register(0x03c, "SAR_SLAVE_ADDR1").writable(STATUS_FIELD);
        register(0x040, "SAR_SLAVE_ADDR2");
        Register temperature = register(0x044, "SAR_SLAVE_ADDR3").writable(STATUS_FIELD);
        temperature.onRead(() -> temperature.get() | 1 << 30 | (inputs.temperature() & 0xff) << 22);
        register(0x048, "SAR_SLAVE_ADDR4").writable(STATUS_FIELD).reset(1 << 30);
        register(0x04c, "SAR_TSENS_CTRL").reset(0x66002);
        register(0x050, "SAR_I2C_CTRL");
        Register start1 = register(0x054, "SAR_MEAS_START1").writable(-1 << 17);
        start1.onWrite(word -> convert(1, start1, startForce.field(1, 0), readControl1.bit(28)));
        register(0x058, "SAR_TOUCH_CTRL1").reset(0x2041000);
        registers(0x05c, 4, 5, "SAR_TOUCH_THRES");
        Register[] touch = registers(0x070, 4, 5, "SAR_TOUCH_OUT");
        for (int i = 0; i < touch.length; i++) {
            int pad = 2 * i;
            touch[i].readOnly().onRead(() -> inputs.touch(pad) << 16 | inputs.touch(pad + 1) & 0xffff);
        }
        register(0x084, "SAR_TOUCH_CTRL2").reset(0x400800 | TOUCH_MEAS_DONE).writable(0x3ffff800);
        register(0x08c, "SAR_TOUCH_ENABLE").reset(0x3fffffff);
        Register readControl2 = register(0x090, "SAR_READ_CTRL2").reset(0x70902);
        Register start2 = register(0x094, "SAR_MEAS_START2").writable(-1 << 17);
        start2.onWrite(word -> convert(2, start2, startForce.field(3, 2), readControl2.bit(29)));
        register(0x098, "SAR_DAC_CTRL1");
        register(0x09c, "SAR_DAC_CTRL2").reset(0x3000000);
        register(0x0a0, "SAR_MEAS_CTRL2").reset(3);
        register(0x0f8, "SAR_NOUSE");
        register(0x0fc, "SARDATE").reset(0x1605180);
    }

    /**
     * A store to MEAS_START: START_SAR clears the last result or, with a pad enabled, makes a new one.
     *
     * @param width 0 to 3 for 9 to 12 bits
     * @param inverted whether DATA_INV turns the converter's falling scale into one that rises with the voltage
     */
    private void convert(int unit, Register start, int width, boolean inverted) {
        int result = 0;
        if ((start.get() & START) != 0) {
            int pads = start.field(30, 19);
            int reading = pads == 0 ? 0 : inputs.adc(unit, Integer.numberOfTrailingZeros(pads)) & 0xfff;
            result = DONE | (inverted ? reading : 0xfff - reading) >>> 3 - width;
        }
        start.field(16, 0, result);
    }
}
