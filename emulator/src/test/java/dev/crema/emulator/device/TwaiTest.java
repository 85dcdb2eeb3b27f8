package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TwaiTest {
    private static final int MODE = 0x00;
    private static final int CMD = 0x04;
    private static final int STATUS = 0x08;
    private static final int INT_RAW = 0x0c;
    private static final int INT_ENA = 0x10;
    private static final int DATA = 0x40;
    private static final int RX_MESSAGE_CNT = 0x74;
    private static final int SELF_TEST = 1 << 2;
    private static final int TX_REQ = 1;
    private static final int ABORT = 1 << 1;
    private static final int RELEASE = 1 << 2;
    private static final int SELF_RX_REQ = 1 << 4;
    private static final int IDLE = 0xc;

    private final Bench bench = new Bench();
    private final Wire line = new Wire();
    private final Twai twai = new Twai(bench.clock, bench.clocks, line);

    /** 500 kbit/s: a quantum of 8 APB cycles, 20 of them to a bit. */
    TwaiTest() {
        twai.write(0x18, 3, 4);
        twai.write(0x1c, 14 | 3 << 4, 4);
        twai.write(INT_ENA, 3, 4);
    }

    @Test
    void afterResetTheControllerIsInResetMode() {
        assertEquals(1, twai.read(MODE, 4));
        assertEquals(IDLE, twai.read(STATUS, 4));
    }

    @Test
    void aFrameToItselfIsReceived() {
        twai.write(MODE, SELF_TEST, 4);
        frame(2, 0x12, 0x34, 0xca, 0xfe);
        twai.write(CMD, SELF_RX_REQ, 4);
        assertEquals(1 << 5, twai.read(STATUS, 4));
        bench.advance(125);
        assertFalse(line.asserted(), "63 bits of 2 µs take 126 µs");
        bench.advance(1);
        assertTrue(line.asserted());
        assertEquals(IDLE | 1, twai.read(STATUS, 4));
        assertEquals(3, twai.read(INT_RAW, 4));
        assertEquals(1, twai.read(INT_RAW, 4), "the receive interrupt stays while there are frames");
        assertEquals(1, twai.read(RX_MESSAGE_CNT, 4));
        assertEquals(0xfe, twai.read(DATA + 16, 4));
        twai.write(CMD, RELEASE, 4);
        assertEquals(0, twai.read(RX_MESSAGE_CNT, 4));
        assertFalse(line.asserted());
    }

    @Test
    void nobodyAcknowledgesOnAnEmptyBus() {
        twai.write(MODE, 0, 4);
        frame(0, 0, 0);
        twai.write(CMD, TX_REQ, 4);
        bench.advance(100_000);
        assertEquals(1 << 5, twai.read(STATUS, 4));
        twai.write(CMD, ABORT, 4);
        assertEquals(IDLE, twai.read(STATUS, 4));
        assertTrue(line.asserted());
    }

    @Test
    void theFifoOverruns() {
        twai.write(MODE, SELF_TEST, 4);
        for (int i = 0; i < 6; i++) {
            frame(0, i, 0);
            twai.write(CMD, SELF_RX_REQ, 4);
            bench.advance(1000);
        }
        assertEquals(5, twai.read(RX_MESSAGE_CNT, 4));
        assertEquals(2, twai.read(STATUS, 4) & 2);
        twai.write(CMD, 1 << 3, 4);
        assertEquals(0, twai.read(STATUS, 4) & 2);
    }

    @Test
    void theFilterIsSeenInResetModeOnly() {
        twai.write(DATA, 0x55, 4);
        assertEquals(0x55, twai.read(DATA, 4));
        twai.write(MODE, 0, 4);
        assertEquals(0, twai.read(DATA, 4));
    }

    private void frame(int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            twai.write(DATA + 4 * i, bytes[i], 4);
        }
    }
}
