package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SdHostTest {
    private static final int CTRL = 0x000;
    private static final int INTMASK = 0x024;
    private static final int CMD = 0x02c;
    private static final int MINTSTS = 0x040;
    private static final int RINTSTS = 0x044;
    private static final int START = 1 << 31;
    private static final int RESPONSE_EXPECT = 1 << 6;
    private static final int DONE = 1 << 2;
    private static final int RTO = 1 << 8;

    private final Bench bench = new Bench();
    private final Wire line = new Wire();
    private final SdHost host = new SdHost(bench.clock, line);

    @Test
    void resetsClearThemselves() {
        host.write(CTRL, 7 | 1 << 4, 4);
        assertEquals(1 << 4, host.read(CTRL, 4));
        host.write(0x080, 1, 4);
        assertEquals(0, host.read(0x080, 4));
    }

    @Test
    void aClockUpdateIsTaken() {
        host.write(CMD, START | 1 << 21, 4);
        assertEquals(0, host.read(CMD, 4) & START);
        bench.advance(1000);
        assertEquals(0, host.read(RINTSTS, 4));
    }

    @Test
    void nobodyRespondsInAnEmptySlot() {
        host.write(CTRL, 1 << 4, 4);
        host.write(INTMASK, RTO, 4);
        host.write(CMD, START | RESPONSE_EXPECT | 8, 4);
        assertFalse(line.asserted());
        bench.advance(1000);
        assertTrue(line.asserted());
        assertEquals(RTO | DONE, host.read(RINTSTS, 4));
        assertEquals(RTO, host.read(MINTSTS, 4));
        host.write(RINTSTS, RTO | DONE, 4);
        assertFalse(line.asserted());
    }

    @Test
    void aCommandWithoutResponseSucceeds() {
        host.write(CMD, START, 4);
        bench.advance(1000);
        assertEquals(DONE, host.read(RINTSTS, 4));
    }
}
