package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PcntTest {
    private static final int CNT = 0x060;
    private static final int INT_RAW = 0x080;
    private static final int INT_ENA = 0x088;
    private static final int INT_CLR = 0x08c;
    private static final int STATUS = 0x090;
    private static final int CTRL = 0x0b0;
    private static final int POS_UP = 1 << 18;
    private static final int NEG_DOWN = 2 << 16;
    private static final int A = 18;
    private static final int B = 19;

    private final Bench bench = new Bench();
    private final Wire line = new Wire();
    private final Pcnt pcnt = new Pcnt(line, bench.gpio.signals());

    @Test
    void risingEdgesCountUp() {
        bench.routeIn(39, A);
        write(0, POS_UP);
        write(CTRL, 0);
        pulses(5);
        assertEquals(5, read(CNT));
    }

    @Test
    void aUnitInResetOrPausedDoesNotCount() {
        bench.routeIn(39, A);
        write(0, POS_UP);
        pulses(5);
        assertEquals(0, read(CNT), "after power-up all units are in reset");
        write(CTRL, 0);
        pulses(3);
        write(CTRL, 2);
        pulses(3);
        assertEquals(3, read(CNT));
        write(CTRL, 1);
        assertEquals(0, read(CNT));
    }

    /** A rotary encoder: the level of B decides whether an edge of A counts up or down. */
    @Test
    void theControlSignalInverts() {
        bench.routeIn(39, A);
        bench.routeIn(41, B);
        write(0, POS_UP | NEG_DOWN | 1 << 22);
        write(CTRL, 0);
        for (int i = 0; i < 4; i++) {
            bench.pins.drive(A, true);
            bench.pins.drive(B, true);
            bench.pins.drive(A, false);
            bench.pins.drive(B, false);
        }
        assertEquals(0xfff8, read(CNT), "-8");
    }

    @Test
    void limitsThresholdsAndZeroInterrupt() {
        bench.routeIn(71, A);
        int unit = 5 * 0xc;
        write(unit, POS_UP | 1 << 11 | 1 << 12 | 1 << 14);
        write(unit + 4, 3);
        write(unit + 8, 5);
        write(CTRL, 0);
        write(INT_ENA, 1 << 5);
        pulses(2);
        assertFalse(line.asserted());
        pulses(1);
        assertTrue(line.asserted());
        assertEquals(1 << 3, read(STATUS + 4 * 5));
        write(INT_CLR, 1 << 5);
        pulses(2);
        assertEquals(1 << 5 | 1 << 6, read(STATUS + 4 * 5), "the high limit, and so zero");
        assertEquals(0, read(CNT + 4 * 5));
        assertEquals(1 << 5, read(INT_RAW));
    }

    private void pulses(int count) {
        for (int i = 0; i < count; i++) {
            bench.pins.drive(A, true);
            bench.pins.drive(A, false);
        }
    }

    private int read(int offset) {
        return pcnt.read(offset, 4);
    }

    private void write(int offset, int value) {
        pcnt.write(offset, value, 4);
    }
}
