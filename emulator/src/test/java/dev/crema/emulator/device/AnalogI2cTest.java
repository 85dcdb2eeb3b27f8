package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class AnalogI2cTest {
    private static final int BUSY = 1 << 25;

    private final AnalogI2c analog = new AnalogI2c();

    @Test
    void aByteWrittenIsReadBack() {
        analog.write(4 * 4, 0x66 | 2 << 8 | 0xa5 << 16 | 1 << 24, 4);
        assertEquals(0, analog.read(4 * 4, 4) & BUSY);
        assertEquals(0xa5, readBack(4, 0x66, 2));
        assertEquals(0, readBack(4, 0x66, 3));
        assertEquals(0, readBack(1, 0x66, 2), "each host has its own bus");
    }

    @Test
    void calibrationsHaveEnded() {
        assertEquals(1 << 7, readBack(1, 0x62, 7) & 1 << 7);
        analog.write(4, 0x62 | 5 << 8 | 0xff << 16 | 1 << 24, 4);
        assertEquals(0, readBack(1, 0x62, 5) & 3);
        assertEquals(1 << 7, readBack(3, 0x6d, 3) & 1 << 7);
        assertEquals(1 << 6, readBack(4, 0x66, 7) & 1 << 6);
    }

    @Test
    void theFrequencyMemoryIsWrittenByStrobe() {
        analog.write(0x148, 0x1234567, 4);
        analog.write(0x0c4, 24 | 1 << 9, 4);
        analog.write(0x0c4, 25, 4);
        assertEquals(0, analog.read(0x0c0, 4));
        analog.write(0x0c4, 24, 4);
        assertEquals(0x1234567, analog.read(0x0c0, 4));
    }

    /** The software path of libphy: three words of the frequency memory, then the command. */
    @Test
    void theChannelIsThatOfTheLastTuning() {
        assertEquals(0, analog.channel());
        for (int channel = 1; channel <= 14; channel++) {
            int offset = channel == 14 ? 84 : 7 + 5 * channel;
            for (int word = 0; word < 3; word++) {
                analog.write(0x0c4, 2 << 27 | 3 * offset + word, 4);
                analog.write(0x0c4, 2 << 27 | 1 << 9 | 3 * offset + word, 4);
            }
            analog.write(0x0c4, 2 << 27 | 2 * offset, 4);
            analog.write(0x0c4, 2 << 27 | 1 << 8 | 2 * offset, 4);
            assertEquals(channel, analog.channel());
            analog.write(0x0c4, 3 * offset, 4);
            assertEquals(channel, analog.channel());
        }
        analog.reset();
        assertEquals(0, analog.channel());
    }

    @Test
    void measurementsAreDone() {
        analog.write(0x04c, 0x113cf3, 4);
        assertEquals(1 << 24, analog.read(0x04c, 4) & 1 << 24);
        analog.write(0x050, -1, 4);
        assertEquals(0, analog.read(0x050, 4) & 7 << 24);
        assertNotEquals(0, analog.read(0x0c4, 4) & 1 << 31);
        analog.write(0x168, -1, 4);
        assertEquals(0, analog.read(0x168, 4) & 1 << 31);
    }

    /** The arithmetic of rom_read_sar_dout (0x400051C0) and rom_phy_get_vdd33 (0x4000642C). */
    @Test
    void thePowerDetectorSeesThreePointThreeVolts() {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            int word = ~analog.read(0x080 + 4 * i, 4) & 0xffff;
            sum += (Math.max((word & 0xff) - 21, 0) * 279 >> 8) + (word & 0x700);
        }
        assertEquals(3300, sum + 2 >> 2, 100);
    }

    private int readBack(int host, int block, int register) {
        analog.write(4 * host, block | register << 8, 4);
        return analog.read(4 * host, 4) >>> 16 & 0xff;
    }
}
