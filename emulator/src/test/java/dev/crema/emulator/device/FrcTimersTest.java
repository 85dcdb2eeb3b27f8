package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrcTimersTest {
    private static final int FRC1_LOAD = 0x00;
    private static final int FRC1_COUNT = 0x04;
    private static final int FRC1_CTRL = 0x08;
    private static final int FRC1_INT = 0x0c;
    private static final int FRC2_LOAD = 0x20;
    private static final int FRC2_COUNT = 0x24;
    private static final int FRC2_CTRL = 0x28;
    private static final int FRC2_INT = 0x2c;
    private static final int FRC2_ALARM = 0x30;

    private static final int ENABLE = 1 << 7;
    private static final int AUTO_LOAD = 1 << 6;
    private static final int LEVEL = 1;
    private static final int INT_STATUS = 1 << 8;
    private static final int OVERFLOW_ALARM = 0xefffffff;

    private final Clock clock = new Clock();
    private final ClockTree clocks = new ClockTree(false);
    private boolean line1;
    private boolean line2;
    private final FrcTimers timers = new FrcTimers(clock, clocks, level -> line1 = level, level -> line2 = level);

    @BeforeEach
    void fromThePll() {
        clocks.selectSocClock(1);
    }

    private int read(int offset) {
        return timers.read(offset, 4);
    }

    private void write(int offset, int value) {
        timers.write(offset, value, 4);
    }

    @Test
    void frc2CountsTheBusAndAlarmsOnEquality() {
        write(FRC2_ALARM, 8_000);
        write(FRC2_CTRL, ENABLE | LEVEL);
        Passing.microseconds(clock, 99);
        assertEquals(99 * 80, read(FRC2_COUNT));
        assertFalse(line2);
        Passing.microseconds(clock, 1);
        assertTrue(line2);
        assertEquals(INT_STATUS, read(FRC2_CTRL) & INT_STATUS);
        write(FRC2_INT, 1);
        assertFalse(line2);
        assertEquals(0, read(FRC2_CTRL) & INT_STATUS);
        Passing.microseconds(clock, 10_000_000);
        assertFalse(line2, "the next equality is 2^32 counts away");
    }

    /** What the overflow interrupt of ESP-IDF 3.x does every 50 s: LOAD takes the period off the running count. */
    @Test
    void loadSetsTheCountAtOnce() {
        write(FRC2_LOAD, OVERFLOW_ALARM - 100);
        write(FRC2_ALARM, OVERFLOW_ALARM);
        write(FRC2_CTRL, ENABLE | LEVEL);
        Passing.ticks(clock, 110 * 6);
        assertTrue(line2);
        assertTrue(Integer.compareUnsigned(read(FRC2_COUNT), OVERFLOW_ALARM) > 0);
        write(FRC2_LOAD, read(FRC2_COUNT) - OVERFLOW_ALARM);
        write(FRC2_INT, 1);
        assertEquals(10, read(FRC2_COUNT));
        write(FRC2_ALARM, 20);
        Passing.ticks(clock, 10 * 6);
        assertTrue(line2);
    }

    @Test
    void alarmBehindTheCountWaitsForTheWrap() {
        write(FRC2_LOAD, 1_000);
        write(FRC2_CTRL, ENABLE | LEVEL);
        write(FRC2_ALARM, 500);
        Passing.microseconds(clock, 1_000);
        assertEquals(0, read(FRC2_CTRL) & INT_STATUS);
        Passing.ticks(clock, (1L << 32) * 6 - 1_000 * 480 - 501 * 6);
        assertEquals(0, read(FRC2_CTRL) & INT_STATUS);
        Passing.ticks(clock, 6);
        assertEquals(INT_STATUS, read(FRC2_CTRL) & INT_STATUS);
    }

    @Test
    void prescalerDividesBy16And256() {
        write(FRC2_CTRL, ENABLE | 2 << 1);
        Passing.ticks(clock, 16 * 6 * 7);
        assertEquals(7, read(FRC2_COUNT));
        write(FRC2_LOAD, 0);
        write(FRC2_CTRL, ENABLE | 4 << 1);
        Passing.ticks(clock, 256 * 6 * 7);
        assertEquals(7, read(FRC2_COUNT));
    }

    @Test
    void frc1CountsDownAndReloads() {
        write(FRC1_LOAD, 800);
        write(FRC1_CTRL, ENABLE | AUTO_LOAD | LEVEL);
        Passing.microseconds(clock, 4);
        assertEquals(480, read(FRC1_COUNT));
        for (int i = 0; i < 100; i++) {
            Passing.microseconds(clock, 10);
            assertTrue(line1);
            assertEquals(480, read(FRC1_COUNT));
            write(FRC1_INT, 1);
            assertFalse(line1);
        }
    }

    @Test
    void frc1WithoutReloadWrapsAt23Bits() {
        write(FRC1_LOAD, 5);
        write(FRC1_CTRL, ENABLE);
        Passing.ticks(clock, 6 * 6);
        assertEquals(0x7fffff, read(FRC1_COUNT));
        assertEquals(INT_STATUS, read(FRC1_CTRL) & INT_STATUS);
        assertFalse(line1, "an edge interrupt is a pulse");
    }
}
