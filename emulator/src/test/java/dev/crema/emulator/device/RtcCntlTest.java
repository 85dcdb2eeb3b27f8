package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtcCntlTest {
    private static final int OPTIONS0 = 0x00;
    private static final int SLP_TIMER0 = 0x04;
    private static final int SLP_TIMER1 = 0x08;
    private static final int TIME_UPDATE = 0x0c;
    private static final int STATE0 = 0x18;
    private static final int RESET_STATE = 0x34;
    private static final int WAKEUP_STATE = 0x38;
    private static final int INT_ENA = 0x3c;
    private static final int INT_RAW = 0x40;
    private static final int INT_CLR = 0x48;
    private static final int STORE0 = 0x4c;
    private static final int CLK_CONF = 0x70;
    private static final int DIG_PWC = 0x84;
    private static final int WDTCONFIG0 = 0x8c;
    private static final int WDTWPROTECT = 0xa4;
    private static final int SW_CPU_STALL = 0xac;

    private static final int BROWN_OUT_CONF = 0xd4;

    private static final int BROWN_OUT = 1 << 7;
    private static final int ALARM_EN = 1 << 16;
    private static final int SLEEP_EN = 1 << 31;

    private final Clock clock = new Clock();
    private final ClockTree clocks = new ClockTree(false);
    private final List<String> log = new ArrayList<>();
    private final boolean[] stalled = new boolean[2];
    private final MemoryRegion fastMemory = MemoryRegion.ofSize(0x2000);
    private boolean line;
    private int pads;
    private final RtcCntl rtc = new RtcCntl(clock, clocks, level -> line = level, new Recorder(), new Pads(), fastMemory);

    private final class Recorder implements PowerControl {
        @Override
        public void systemReset(ResetReason reason) {
            log.add(reason.toString());
            if (reason.resetsRtc()) {
                rtc.powerOn();
            } else {
                rtc.reset();
            }
        }

        @Override
        public void cpuReset(int cpu, ResetReason reason) {
            log.add(reason + " of CPU " + cpu);
        }

        @Override
        public void stall(int cpu, boolean stall) {
            stalled[cpu] = stall;
        }

        @Override
        public void sleep(boolean deep) {
            log.add(deep ? "deep sleep" : "light sleep");
        }

        @Override
        public void wake() {
            log.add("awake");
        }
    }

    private final class Pads implements WakeupPins {
        @Override
        public int levels() {
            return pads;
        }

        @Override
        public int ext0() {
            return 3;
        }
    }

    private int read(int offset) {
        return rtc.read(offset, 4);
    }

    private void write(int offset, int value) {
        rtc.write(offset, value, 4);
    }

    private void watchdogOff() {
        write(WDTCONFIG0, 0);
    }

    private long time() {
        write(TIME_UPDATE, 1 << 31);
        assertEquals(1 << 30, read(TIME_UPDATE) & 1 << 30);
        return (long) read(0x14) << 32 | Integer.toUnsignedLong(read(0x10));
    }

    @Test
    void timerCountsTheSlowClock() {
        watchdogOff();
        Passing.microseconds(clock, 2_000_000);
        assertEquals(300_000, time());
        assertEquals(1 << 4, read(INT_RAW) & 1 << 4);
        write(CLK_CONF, read(CLK_CONF) | 2 << 30);
        Passing.microseconds(clock, 8_000_000);
        assertEquals(300_000 + 265_625, time());
    }

    @Test
    void theBrownOutDetectorInterruptsAndThenResets() {
        watchdogOff();
        assertFalse(rtc.brownOut());
        assertEquals(0, read(INT_RAW) & BROWN_OUT);
        write(BROWN_OUT_CONF, 1 << 30 | 150 << 16);
        assertTrue(rtc.brownOut());
        assertEquals(BROWN_OUT, read(INT_RAW) & BROWN_OUT);
        Passing.microseconds(clock, 10_000);
        assertEquals(List.of(), log);
        write(BROWN_OUT_CONF, read(BROWN_OUT_CONF) | 1 << 26);
        rtc.brownOut();
        Passing.microseconds(clock, 990);
        assertEquals(List.of(), log);
        Passing.microseconds(clock, 20);
        assertEquals(List.of("RTCWDT_BROWN_OUT_RESET"), log);
    }

    @Test
    void clockSelectorsReachTheTree() {
        write(CLK_CONF, read(CLK_CONF) | 1 << 27);
        assertEquals(80_000_000, clocks.cpuHz());
        rtc.reset();
        assertEquals(40_000_000, clocks.cpuHz());
    }

    @Test
    void scratchRegistersAndTimeSurviveASystemReset() {
        watchdogOff();
        write(STORE0, 0x12345678);
        Passing.microseconds(clock, 1_000_000);
        rtc.reset();
        assertEquals(0x12345678, read(STORE0));
        assertEquals(150_000, time());
        rtc.powerOn();
        assertEquals(0, read(STORE0));
        assertEquals(0, time());
    }

    @Test
    void stallCodeHoldsACpu() {
        write(OPTIONS0, read(OPTIONS0) | 2);
        assertFalse(stalled[1]);
        write(SW_CPU_STALL, 0x21 << 20);
        assertTrue(stalled[1]);
        assertFalse(stalled[0]);
        write(OPTIONS0, read(OPTIONS0) & ~2);
        assertFalse(stalled[1]);
        write(SW_CPU_STALL, 0x21 << 26);
        write(OPTIONS0, read(OPTIONS0) | 2 << 2);
        assertTrue(stalled[0]);
    }

    @Test
    void softwareResets() {
        write(OPTIONS0, read(OPTIONS0) | 1 << 4);
        write(OPTIONS0, read(OPTIONS0) | 1 << 5);
        write(OPTIONS0, read(OPTIONS0) | 1 << 31);
        assertEquals(List.of("SW_CPU_RESET of CPU 1", "SW_CPU_RESET of CPU 0", "SW_RESET"), log);
        assertEquals(0x1c492000, read(OPTIONS0), "the commands clear themselves");
    }

    @Test
    void resetCausesAreKeptForBothCpus() {
        rtc.resetCause(0, ResetReason.SW_CPU_RESET);
        rtc.resetCause(1, ResetReason.EXT_CPU_RESET);
        assertEquals(0x3000 | 14 << 6 | 12, read(RESET_STATE));
        write(RESET_STATE, 0);
        assertEquals(14 << 6 | 12, read(RESET_STATE));
    }

    @Test
    void watchdogGuardsTheBootAndResetsTheRtc() {
        // 128,000 cycles of 150 kHz.
        Passing.microseconds(clock, 853_333);
        assertEquals(List.of(), log);
        Passing.microseconds(clock, 1);
        assertEquals(List.of("RTCWDT_RTC_RESET"), log);
    }

    @Test
    void watchdogStagesInterruptAndReset() {
        write(INT_ENA, 1 << 3);
        write(0x90, 1_500);
        write(0x94, 1_500);
        write(0x98, 1_500);
        write(WDTCONFIG0, 1 << 31 | 1 << 28 | 2 << 25 | 3 << 22 | 1 << 9);
        Passing.microseconds(clock, 10_000);
        assertTrue(line);
        Passing.microseconds(clock, 10_000);
        Passing.microseconds(clock, 10_000);
        assertEquals(List.of("RTCWDT_CPU_RESET of CPU 0", "RTCWDT_SYS_RESET"), log);
    }

    @Test
    void lockedWatchdogCannotBeSwitchedOff() {
        write(WDTWPROTECT, 0);
        write(WDTCONFIG0, 0);
        assertEquals(0x4c80, read(WDTCONFIG0));
    }

    @Test
    void alarmOfTheMainTimerInterrupts() {
        watchdogOff();
        write(INT_ENA, 1 << 8);
        write(SLP_TIMER0, 1_500);
        write(SLP_TIMER1, ALARM_EN);
        Passing.microseconds(clock, 9_999);
        assertFalse(line);
        Passing.microseconds(clock, 1);
        assertTrue(line);
        write(INT_CLR, 1 << 8);
        assertFalse(line);
    }

    @Test
    void lightSleepEndsWithTheTimer() {
        watchdogOff();
        write(SLP_TIMER0, 15_000);
        write(SLP_TIMER1, 0);
        write(WAKEUP_STATE, 1 << 3 << 11);
        write(STATE0, SLEEP_EN);
        assertFalse(clocks.apbRuns());
        Passing.microseconds(clock, 99_999);
        assertEquals(List.of("light sleep"), log);
        assertEquals(0, read(INT_RAW) & 1);
        Passing.microseconds(clock, 1);
        assertEquals(List.of("light sleep", "awake"), log);
        assertEquals(1, read(INT_RAW) & 1);
        assertEquals(0, read(INT_RAW) & 1 << 8, "the alarm's own interrupt needs ALARM_EN");
        assertEquals(1 << 3, read(WAKEUP_STATE) & 0x7ff);
        assertEquals(0, read(STATE0) & SLEEP_EN);
        assertTrue(clocks.apbRuns());
        assertEquals(15_000, time());
    }

    @Test
    void deepSleepEndsInAReset() {
        watchdogOff();
        write(DIG_PWC, 1 << 31);
        write(SLP_TIMER0, 15_000);
        write(SLP_TIMER1, ALARM_EN);
        write(WAKEUP_STATE, 1 << 3 << 11);
        write(STATE0, SLEEP_EN);
        Passing.microseconds(clock, 100_000);
        assertEquals(List.of("deep sleep", "DEEPSLEEP_RESET"), log);
        assertEquals(1 << 3, read(WAKEUP_STATE) & 0x7ff, "the cause survives");
    }

    @Test
    void alarmInThePastWakesAfterTheShortestSleep() {
        watchdogOff();
        Passing.microseconds(clock, 100_000);
        write(SLP_TIMER0, 5);
        write(SLP_TIMER1, ALARM_EN);
        write(WAKEUP_STATE, 1 << 3 << 11);
        write(STATE0, SLEEP_EN);
        // MIN_SLP_VAL is 0x80 slow cycles.
        Passing.microseconds(clock, 853);
        assertEquals(List.of("light sleep"), log);
        Passing.microseconds(clock, 1);
        assertEquals(List.of("light sleep", "awake"), log);
    }

    @Test
    void padsWakeByLevel() {
        watchdogOff();
        write(0x60, 1 << 30);
        write(WAKEUP_STATE, 1 << 11);
        write(STATE0, SLEEP_EN);
        Passing.microseconds(clock, 1_000_000);
        rtc.padsChanged();
        assertEquals(List.of("light sleep"), log);
        pads = 1 << 3;
        rtc.padsChanged();
        assertEquals(List.of("light sleep", "awake"), log);
        assertEquals(1, read(WAKEUP_STATE) & 0x7ff);
    }

    @Test
    void anyOfTheSelectedPadsWakesAndIsNamed() {
        watchdogOff();
        write(0x60, 1 << 31);
        write(0xcc, 0b1100);
        write(WAKEUP_STATE, 2 << 11);
        write(STATE0, SLEEP_EN);
        Passing.microseconds(clock, 1_000);
        pads = 0b1001;
        rtc.padsChanged();
        assertEquals(2, read(WAKEUP_STATE) & 0x7ff);
        assertEquals(0b1000, read(0xd0));
        write(0xcc, 1 << 18);
        assertEquals(0, read(0xd0));
    }

    @Test
    void onlyEnabledSourcesWake() {
        watchdogOff();
        write(WAKEUP_STATE, 1 << 6 << 11);
        write(STATE0, SLEEP_EN);
        Passing.microseconds(clock, 1_000);
        rtc.requestWakeup(1 << 9);
        assertEquals(List.of("light sleep"), log);
        rtc.requestWakeup(1 << 6);
        assertEquals(List.of("light sleep", "awake"), log);
    }

    @Test
    void checksumOfFastMemoryDependsOnItsContent() {
        int before = checksum();
        assertEquals(before, checksum());
        fastMemory.set(0x1fff, 1);
        assertNotEquals(before, checksum());
    }

    private int checksum() {
        int configuration = 0x7ff << 20;
        write(0x100, configuration);
        write(0x100, configuration | 1 << 8);
        assertEquals(1 << 31, read(0x100) & 1 << 31);
        write(0x100, read(0x100) & ~(1 << 8));
        return read(0x104);
    }
}
