package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import org.junit.jupiter.api.Test;

class EfuseTest {
    private static final int CONF = 0x0fc;
    private static final int CMD = 0x104;
    private static final int INT_ENA = 0x110;
    private static final FuseSettings WROVER = new FuseSettings(0x240ac4000001L, 301, 1, FuseSettings.FlashVoltage.BY_STRAP);

    private boolean line;
    private final Clock clock = new Clock();
    private final Efuse efuse = new Efuse(clock, WROVER, level -> line = level);

    private int read(int offset) {
        return efuse.read(offset, 4);
    }

    private void write(int offset, int value) {
        efuse.write(offset, value, 4);
    }

    /** The example of the MAC address whose checksum is 0xBE. */
    @Test
    void addressIsStoredWithItsChecksum() {
        assertEquals(0xc4000001, read(0x04));
        assertEquals(0x00be240a, read(0x08));
    }

    @Test
    void revisionIsSpreadOverThreeWords() {
        assertEquals(1 << 15, read(0x0c) & 1 << 15);
        assertEquals(1 << 20 | 1 << 24, read(0x14));
        int[] first = new FuseSettings(0, 0, 0, FuseSettings.FlashVoltage.BY_STRAP).block0();
        assertEquals(0, first[3]);
        assertEquals(0, first[5]);
        int[] second = new FuseSettings(0, 100, 0, FuseSettings.FlashVoltage.BY_STRAP).block0();
        assertEquals(1 << 15, second[3]);
        assertEquals(0, second[5]);
    }

    @Test
    void packageHasItsFourthBitApart() {
        assertEquals(1 << 9, read(0x0c) & 0xe04);
        int[] words = new FuseSettings(0, 0, 13, FuseSettings.FlashVoltage.V1_8).block0();
        assertEquals(5 << 9 | 1 << 2, words[3]);
        assertEquals(1 << 14 | 1 << 16, words[4]);
    }

    @Test
    void readCommandClearsItselfAndInterrupts() {
        write(INT_ENA, 1);
        write(CMD, 1);
        assertFalse(line, "without the key nothing happens");
        write(CONF, 0x5aa5);
        write(CMD, 1);
        assertEquals(1, read(CMD));
        clock.advanceTo(10 * Clock.TICKS_PER_MICROSECOND);
        assertEquals(0, read(CMD));
        assertTrue(line);
    }

    @Test
    void burntFusesAreSeenAfterReadingAndStay() {
        write(0x098 + 4 * 16, 0x11);
        write(CONF, 0x5a5a);
        write(CMD, 2);
        write(0x098 + 4 * 16, 0x22);
        write(CMD, 2);
        assertEquals(0, read(0x078));
        write(CONF, 0x5aa5);
        write(CMD, 1);
        assertEquals(0x33, read(0x078));
        efuse.reset();
        assertEquals(0x33, read(0x078));
    }

    @Test
    void impossibleSettingsAreRefused() {
        FuseSettings.FlashVoltage voltage = FuseSettings.FlashVoltage.BY_STRAP;
        assertThrows(IllegalArgumentException.class, () -> new FuseSettings(1L << 48, 301, 1, voltage));
        assertThrows(IllegalArgumentException.class, () -> new FuseSettings(0, 400, 1, voltage));
        assertThrows(IllegalArgumentException.class, () -> new FuseSettings(0, 301, 16, voltage));
    }
}
