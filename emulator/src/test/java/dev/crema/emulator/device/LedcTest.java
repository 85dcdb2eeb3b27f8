package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LedcTest {
    private static final int HSTIMER0_CONF = 0x140;
    private static final int HSTIMER0_VALUE = 0x144;
    private static final int LSTIMER1_CONF = 0x168;
    private static final int INT_RAW = 0x180;
    private static final int INT_ENA = 0x188;
    private static final int CONF = 0x190;
    private static final int APB = 1 << 25;
    private static final int DUTY_START = 1 << 31;
    private static final int DUTY_INC = 1 << 30;
    /** 10 bits at 1 MHz counts: a period of 1024 µs. */
    private static final int MILLISECOND_TIMER = APB | 80 << 13 | 10;
    private static final int ONE_STEP = 1 << 20 | 1 << 10;

    private final Bench bench = new Bench();
    private final Wire line = new Wire();
    private final Ledc ledc = new Ledc(bench.clock, bench.clocks, line, bench.gpio.signals());

    @Test
    void theTimerCounts() {
        write(HSTIMER0_CONF, MILLISECOND_TIMER);
        bench.advance(1030);
        assertEquals(6, read(HSTIMER0_VALUE));
        write(HSTIMER0_CONF, MILLISECOND_TIMER | 1 << 23);
        bench.advance(100);
        assertEquals(6, read(HSTIMER0_VALUE), "paused");
        write(HSTIMER0_CONF, MILLISECOND_TIMER | 1 << 24);
        assertEquals(0, read(HSTIMER0_VALUE), "reset");
    }

    @Test
    void anOverflowInterrupts() {
        write(INT_ENA, 1);
        write(HSTIMER0_CONF, MILLISECOND_TIMER);
        bench.advance(1023);
        assertFalse(line.asserted());
        bench.advance(1);
        assertTrue(line.asserted());
    }

    @Test
    void theLowSpeedGroupCanRunFromTheRcOscillator() {
        write(LSTIMER1_CONF, APB | 1 << 26 | 85 << 12 | 20);
        assertEquals(0, read(LSTIMER1_CONF) & 1 << 26);
        bench.advance(1000);
        assertEquals(200, read(LSTIMER1_CONF + 4), "8.5 MHz / 42.5");
        write(CONF, 1);
        bench.advance(1000);
        assertEquals(200 + 1882, read(LSTIMER1_CONF + 4), "80 MHz / 42.5");
    }

    @Test
    void theDutyIsAPartOfThePeriod() {
        bench.routeOut(71, Bench.PAD);
        write(HSTIMER0_CONF, MILLISECOND_TIMER);
        write(0x008, 256 << 4);
        write(0x000, 1 << 2);
        write(0x00c, DUTY_START | DUTY_INC | ONE_STEP);
        assertEquals(256 << 4, read(0x010));
        assertTrue(bench.pins.level(Bench.PAD));
        bench.advance(255);
        assertTrue(bench.pins.level(Bench.PAD));
        bench.advance(1);
        assertFalse(bench.pins.level(Bench.PAD));
        bench.advance(767);
        assertFalse(bench.pins.level(Bench.PAD));
        bench.advance(1);
        assertTrue(bench.pins.level(Bench.PAD));
        assertEquals(0, read(0x00c) & DUTY_START, "done after a period");
        assertEquals(1 << 8, read(INT_RAW) & 1 << 8);
    }

    @Test
    void theHighPartBeginsAtHpoint() {
        bench.routeOut(79, Bench.PAD);
        write(0x160, MILLISECOND_TIMER);
        write(CONF, 1);
        write(0x0a4, 100);
        write(0x0a8, 50 << 4);
        write(0x0a0, 1 << 2 | 1 << 4);
        write(0x0ac, DUTY_START | DUTY_INC | ONE_STEP);
        assertFalse(bench.pins.level(Bench.PAD));
        bench.advance(100);
        assertTrue(bench.pins.level(Bench.PAD));
        bench.advance(50);
        assertFalse(bench.pins.level(Bench.PAD));
    }

    @Test
    void aFadeChangesTheDutyStepByStep() {
        write(HSTIMER0_CONF, MILLISECOND_TIMER);
        write(0x000, 1 << 2);
        write(0x008, 0);
        write(0x00c, DUTY_START | DUTY_INC | 10 << 20 | 2 << 10 | 5);
        bench.advance(1024 * 2 * 9);
        assertEquals(45 << 4, read(0x010));
        assertEquals(0, read(INT_RAW) & 1 << 8);
        bench.advance(1024 * 2);
        assertEquals(50 << 4, read(0x010));
        assertEquals(1 << 8, read(INT_RAW) & 1 << 8);
    }

    @Test
    void aDutyWaitsForItsTimer() {
        write(0x008, 7 << 4);
        write(0x00c, DUTY_START | ONE_STEP);
        bench.advance(5000);
        assertEquals(DUTY_START, read(0x00c) & DUTY_START);
        write(HSTIMER0_CONF, MILLISECOND_TIMER);
        bench.advance(1024);
        assertEquals(0, read(0x00c) & DUTY_START);
    }

    @Test
    void aDisabledChannelHasItsIdleLevel() {
        bench.routeOut(72, Bench.PAD);
        write(0x014, 1 << 3);
        assertTrue(bench.pins.level(Bench.PAD));
        write(0x014, 0);
        assertFalse(bench.pins.level(Bench.PAD));
    }

    @Test
    void aFastWaveformStandsStill() {
        bench.routeOut(71, Bench.PAD);
        write(HSTIMER0_CONF, APB | 1 << 13 | 2);
        write(0x008, 3 << 4);
        write(0x000, 1 << 2);
        write(0x00c, DUTY_START | DUTY_INC | ONE_STEP);
        assertTrue(bench.pins.level(Bench.PAD));
        bench.advance(1);
        assertTrue(bench.pins.level(Bench.PAD));
    }

    private int read(int offset) {
        return ledc.read(offset, 4);
    }

    private void write(int offset, int value) {
        ledc.write(offset, value, 4);
    }
}
