package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SensTest {
    private static final int READ_CTRL = 0x000;
    private static final int START_FORCE = 0x02c;
    private static final int SLAVE_ADDR1 = 0x03c;
    private static final int SLAVE_ADDR3 = 0x044;
    private static final int MEAS_START1 = 0x054;
    private static final int MEAS_START2 = 0x094;
    private static final int READ_CTRL2 = 0x090;
    private static final int START = 1 << 17;
    private static final int DONE = 1 << 16;

    private final Sens sens = new Sens(new AnalogInputs() {
        @Override
        public int adc(int unit, int channel) {
            return 1000 * unit + channel;
        }

        @Override
        public int touch(int pad) {
            return 500 + pad;
        }
    });

    @Test
    void adc1ConvertsTheEnabledChannel() {
        sens.write(READ_CTRL, 1 << 28, 4);
        assertEquals(0, sens.read(SLAVE_ADDR1, 4) >>> 22 & 0xff);
        int pad6 = 1 << 31 | 1 << 19 + 6 | 1 << 18;
        sens.write(MEAS_START1, pad6, 4);
        assertEquals(0, sens.read(MEAS_START1, 4) & DONE);
        sens.write(MEAS_START1, pad6 | START, 4);
        assertEquals(pad6 | START | DONE | 1006, sens.read(MEAS_START1, 4));
    }

    @Test
    void withoutInversionTheScaleFalls() {
        sens.write(MEAS_START1, START | 1 << 19, 4);
        assertEquals(4095 - 1000, sens.read(MEAS_START1, 4) & 0xffff);
    }

    @Test
    void adc2HasItsOwnWidthAndInversion() {
        sens.write(READ_CTRL2, 1 << 29, 4);
        sens.write(START_FORCE, 1 << 2 | 3, 4);
        sens.write(MEAS_START2, START | 1 << 19 + 9, 4);
        assertEquals(2009 >> 2, sens.read(MEAS_START2, 4) & 0xffff, "10 bits");
    }

    @Test
    void touchAndTemperatureAnswer() {
        assertEquals(502 << 16 | 503, sens.read(0x074, 4));
        assertEquals(1 << 10, sens.read(0x084, 4) & 1 << 10);
        assertEquals(1 << 30 | 128 << 22, sens.read(SLAVE_ADDR3, 4));
    }
}
