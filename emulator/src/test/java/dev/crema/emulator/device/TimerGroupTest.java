package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimerGroupTest {
    private static final int T0 = 0x00;
    private static final int LACT = 0x70;
    private static final int WDTCONFIG0 = 0x48;
    private static final int WDTFEED = 0x60;
    private static final int WDTWPROTECT = 0x64;
    private static final int RTCCALICFG = 0x68;
    private static final int RTCCALICFG1 = 0x6c;
    private static final int INT_ENA = 0x98;
    private static final int INT_RAW = 0x9c;
    private static final int INT_CLR = 0xa4;

    private static final int EN = 1 << 31;
    private static final int INCREASE = 1 << 30;
    private static final int AUTORELOAD = 1 << 29;
    private static final int EDGE_INT_EN = 1 << 12;
    private static final int LEVEL_INT_EN = 1 << 11;
    private static final int ALARM_EN = 1 << 10;

    private final Clock clock = new Clock();
    private final ClockTree clocks = new ClockTree(false);
    private final boolean[] levels = new boolean[4];
    private final int[] pulses = new int[4];
    private final List<String> actions = new ArrayList<>();
    private final TimerGroup group = new TimerGroup("TIMG0", clock, clocks, wires(levels), pulses(), true, new WatchdogAction() {
        @Override
        public void cpuReset() {
            actions.add("cpu");
        }

        @Override
        public void systemReset() {
            actions.add("system");
        }
    });

    private static List<InterruptLine> wires(boolean[] levels) {
        List<InterruptLine> wires = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            int wire = i;
            wires.add(level -> levels[wire] = level);
        }
        return wires;
    }

    private List<InterruptLine> pulses() {
        List<InterruptLine> wires = new ArrayList<>();
        for (int i = 0; i < pulses.length; i++) {
            int wire = i;
            wires.add(level -> pulses[wire] += level ? 1 : 0);
        }
        return wires;
    }

    @BeforeEach
    void fromThePll() {
        clocks.selectSocClock(1);
        write(WDTCONFIG0, 0);
    }

    private int read(int offset) {
        return group.read(offset, 4);
    }

    private void write(int offset, int value) {
        group.write(offset, value, 4);
    }

    private static int divider(int divider) {
        return divider << 13;
    }

    /** Reads a timer whose LO register is at this offset, as drivers do. */
    private long count(int low) {
        write(low + 0x08, 1);
        return (long) read(low + 4) << 32 | Integer.toUnsignedLong(read(low));
    }

    @Test
    void generalTimerCountsTheDividedBus() {
        write(T0, EN | INCREASE | divider(80));
        Passing.microseconds(clock, 1_234);
        assertEquals(1_234, count(0x04));
        write(T0, INCREASE | divider(80));
        Passing.microseconds(clock, 100);
        assertEquals(1_234, count(0x04), "stopped");
    }

    @Test
    void dividerOfZeroIs65536AndOneIsTwo() {
        write(T0, EN | INCREASE | divider(0));
        Passing.ticks(clock, 65_536 * 6 * 3);
        assertEquals(3, count(0x04));
        write(0x24, EN | INCREASE | divider(1));
        Passing.ticks(clock, 12 * 5);
        assertEquals(5, count(0x28));
    }

    @Test
    void countIsLatchedByUpdateOnly() {
        write(T0, EN | INCREASE | divider(80));
        Passing.microseconds(clock, 10);
        assertEquals(0, read(0x04));
        assertEquals(10, count(0x04));
        Passing.microseconds(clock, 10);
        assertEquals(10, read(0x04));
    }

    @Test
    void alarmRaisesOnceAndClearsItsEnable() {
        write(0x10, 1_000);
        write(INT_ENA, 1);
        write(T0, EN | INCREASE | LEVEL_INT_EN | ALARM_EN | divider(80));
        Passing.microseconds(clock, 999);
        assertFalse(levels[0]);
        Passing.microseconds(clock, 1);
        assertTrue(levels[0]);
        assertEquals(0, read(T0) & ALARM_EN);
        write(INT_CLR, 1);
        assertFalse(levels[0]);
        Passing.microseconds(clock, 10_000);
        assertFalse(levels[0]);
    }

    @Test
    void autoReloadKeepsAnExactPeriod() {
        write(0x10, 100);
        write(T0, EN | INCREASE | AUTORELOAD | ALARM_EN | divider(80));
        for (int i = 0; i < 1_000; i++) {
            Passing.ticks(clock, 48_000);
            assertEquals(1, read(INT_RAW));
            write(INT_CLR, 1);
            write(T0, read(T0) | ALARM_EN);
            assertEquals(0, count(0x04));
        }
    }

    @Test
    void downCountingAlarmsAtItsLowerValue() {
        write(0x18, 500);
        write(0x20, 1);
        write(0x10, 200);
        write(T0, EN | ALARM_EN | divider(80));
        Passing.microseconds(clock, 299);
        assertEquals(0, read(INT_RAW));
        Passing.microseconds(clock, 1);
        assertEquals(1, read(INT_RAW));
        assertEquals(200, count(0x04));
    }

    @Test
    void edgeInterruptPulses() {
        write(0x10, 5);
        write(INT_ENA, 1);
        write(T0, EN | INCREASE | EDGE_INT_EN | ALARM_EN | divider(80));
        Passing.microseconds(clock, 5);
        assertEquals(1, pulses[0]);
        assertFalse(levels[0]);
    }

    @Test
    void lactWithDivider40CountsHalfMicroseconds() {
        write(LACT, EN | INCREASE | LEVEL_INT_EN | divider(40));
        Passing.microseconds(clock, 1_000_000);
        assertEquals(2_000_000, count(0x78));
    }

    @Test
    void lactAlarmInThePastFiresAtOnce() {
        write(INT_ENA, 8);
        write(LACT, EN | INCREASE | LEVEL_INT_EN | divider(40));
        Passing.microseconds(clock, 100);
        write(0x84, 50);
        write(LACT, read(LACT) | ALARM_EN);
        assertTrue(levels[3]);
    }

    @Test
    void alarmAtTheLargestCountNeverComes() {
        write(0x84, -1);
        write(0x88, -1);
        write(LACT, EN | INCREASE | ALARM_EN | divider(2));
        Passing.microseconds(clock, 10_000_000);
        assertEquals(0, read(INT_RAW));
    }

    @Test
    void timersFollowTheBusFrequency() {
        write(T0, EN | INCREASE | divider(40));
        Passing.microseconds(clock, 100);
        assertEquals(200, count(0x04));
        clocks.selectSocClock(0);
        Passing.microseconds(clock, 100);
        assertEquals(300, count(0x04));
        clocks.sleep(true);
        Passing.microseconds(clock, 100);
        clocks.sleep(false);
        assertEquals(300, count(0x04), "light sleep stops the bus");
    }

    @Test
    void watchdogTakesItsStagesInOrder() {
        write(0x4c, 40_000 << 16);
        write(0x50, 10);
        write(0x54, 20);
        write(0x58, 30);
        write(WDTCONFIG0, EN | 1 << 29 | 2 << 27 | 3 << 25 | 1 << 21);
        Passing.microseconds(clock, 4_999);
        assertFalse(levels[2]);
        Passing.microseconds(clock, 1);
        assertTrue(levels[2]);
        Passing.microseconds(clock, 10_000);
        assertEquals(List.of("cpu"), actions);
        Passing.microseconds(clock, 15_000);
        assertEquals(List.of("cpu", "system"), actions);
    }

    @Test
    void fedWatchdogKeepsQuiet() {
        write(0x4c, 40_000 << 16);
        write(0x50, 10);
        write(WDTCONFIG0, EN | 3 << 29);
        for (int i = 0; i < 100; i++) {
            Passing.microseconds(clock, 4_000);
            write(WDTFEED, 1);
        }
        assertEquals(List.of(), actions);
    }

    @Test
    void lockedWatchdogIgnoresWritesAndFeeding() {
        write(0x4c, 40_000 << 16);
        write(0x50, 10);
        write(WDTCONFIG0, EN | 3 << 29);
        write(WDTWPROTECT, 0);
        write(WDTCONFIG0, 0);
        write(0x50, 1_000_000);
        Passing.microseconds(clock, 4_000);
        write(WDTFEED, 1);
        assertEquals(10, read(0x50));
        Passing.microseconds(clock, 1_000);
        assertEquals(List.of("system"), actions);
        write(WDTWPROTECT, 0x50d83aa1);
        write(WDTCONFIG0, 0);
        Passing.microseconds(clock, 1_000_000);
        assertEquals(List.of("system"), actions);
    }

    @Test
    void flashBootIsGuardedFromResetOn() {
        group.reset();
        // 26,000,000 cycles of 80 MHz.
        Passing.microseconds(clock, 324_999);
        assertEquals(List.of(), actions);
        Passing.microseconds(clock, 1);
        assertEquals(List.of("system"), actions);
    }

    @Test
    void calibrationMeasuresTheRcOscillatorAgainstTheCrystal() {
        write(RTCCALICFG, 1024 << 16);
        write(RTCCALICFG, EN | 1024 << 16);
        assertEquals(0, read(RTCCALICFG) & 1 << 15);
        Passing.microseconds(clock, 6_826);
        assertEquals(0, read(RTCCALICFG) & 1 << 15);
        Passing.microseconds(clock, 1);
        assertEquals(1 << 15, read(RTCCALICFG) & 1 << 15);
        assertEquals(273_066, read(RTCCALICFG1) >>> 7);
    }

    @Test
    void calibrationOfTheDivided8MegahertzOscillator() {
        write(RTCCALICFG, EN | 10 << 16 | 1 << 13);
        Passing.microseconds(clock, 400);
        assertEquals(12_047, read(RTCCALICFG1) >>> 7);
    }

    @Test
    void calibrationOfAMissingCrystalIsNeverReady() {
        write(RTCCALICFG, EN | 10 << 16 | 2 << 13);
        Passing.microseconds(clock, 10_000_000);
        assertEquals(0, read(RTCCALICFG) & 1 << 15);
    }

    @Test
    void calibrationOverNoCyclesWaitsForTheNextSlowCycle() {
        write(RTCCALICFG, 0);
        write(RTCCALICFG, EN);
        Passing.microseconds(clock, 7);
        assertEquals(1 << 15, read(RTCCALICFG) & 1 << 15);
        write(RTCCALICFG, 0);
        assertEquals(0, read(RTCCALICFG) & 1 << 15);
    }
}
