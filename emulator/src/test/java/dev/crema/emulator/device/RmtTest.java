package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RmtTest {
    private static final int INT_RAW = 0x0a0;
    private static final int INT_ENA = 0x0a8;
    private static final int INT_CLR = 0x0ac;
    private static final int TX_LIM = 0x0d0;
    private static final int APB_CONF = 0x0f0;
    private static final int RAM = 0x800;
    private static final int TX_START = 1;
    private static final int RX_EN = 1 << 1;
    private static final int RX_FILTER_EN = 1 << 7;
    private static final int REF_ALWAYS_ON = 1 << 17;
    private static final int TX_END = 1;
    private static final int RX_END = 1 << 1;
    private static final int ERR = 1 << 2;
    private static final int TX_THR = 1 << 24;

    private final Bench bench = new Bench();
    private final Wire line = new Wire();
    private final Rmt rmt = new Rmt(bench.clock, bench.clocks, line, bench.gpio.signals());
    private final List<String> edges = new ArrayList<>();

    /** WS2812: 0.4 µs high and 0.85 µs low is a 0, 0.8 and 0.45 a 1; a cycle of 50 ns is APB divided by 4. */
    @Test
    void ws2812BitsHaveTheirTiming() {
        bench.routeOut(87, Bench.PAD);
        recordEdges();
        write(conf0(0), 1 << 24 | 4);
        write(RAM, item(8, 17));
        write(RAM + 4, item(16, 9));
        write(RAM + 8, 0);
        write(INT_ENA, TX_END);
        write(conf1(0), REF_ALWAYS_ON | TX_START);
        assertEquals(0, read(conf1(0)) & TX_START);
        bench.advance(100);
        assertEquals(List.of("+0", "-192", "+600", "-984"), edges);
        assertEquals(TX_END, read(INT_RAW));
        assertTrue(line.asserted());
    }

    @Test
    void theIdleLevelIsKept() {
        bench.routeOut(87, Bench.PAD);
        write(conf1(0), REF_ALWAYS_ON | 1 << 19 | 1 << 18);
        assertTrue(bench.pins.level(Bench.PAD));
        write(conf0(0), 1 << 24 | 80);
        write(RAM, item(0, 0));
        write(conf1(0), REF_ALWAYS_ON | 1 << 19 | 1 << 18 | TX_START);
        assertTrue(bench.pins.level(Bench.PAD));
        assertEquals(TX_END, read(INT_RAW));
    }

    @Test
    void aLongFrameWrapsAndAsksForMore() {
        write(conf0(0), 1 << 24 | 80);
        write(TX_LIM, 32);
        write(APB_CONF, 3);
        for (int i = 0; i < 64; i++) {
            write(RAM + 4 * i, item(1, 1));
        }
        write(conf1(0), REF_ALWAYS_ON | TX_START);
        bench.advance(63);
        assertEquals(0, read(INT_RAW));
        bench.advance(1);
        assertEquals(TX_THR, read(INT_RAW), "32 items of 2 µs are sent");
        write(INT_CLR, TX_THR);
        write(RAM, 0);
        bench.advance(64);
        assertEquals(TX_THR | TX_END, read(INT_RAW), "the reader came round to the new end marker");
    }

    @Test
    void withoutWrapTheEndOfMemoryIsAnError() {
        write(conf0(0), 1 << 24 | 80);
        for (int i = 0; i < 64; i++) {
            write(RAM + 4 * i, item(1, 1));
        }
        write(conf1(0), REF_ALWAYS_ON | TX_START);
        bench.advance(1000);
        assertEquals(ERR, read(INT_RAW) & (ERR | TX_END));
    }

    @Test
    void stoppingIsGoingBackToAnEndMarker() {
        write(conf0(0), 1 << 24 | 80);
        write(RAM, item(5, 5));
        write(RAM + 4, 0);
        write(conf1(0), REF_ALWAYS_ON | 1 << 6 | TX_START);
        bench.advance(1000);
        assertEquals(0, read(INT_RAW), "a continuous transmission does not end");
        write(RAM, 0);
        write(conf1(0), REF_ALWAYS_ON | 1 << 6 | 1 << 3);
        bench.advance(20);
        assertEquals(TX_END, read(INT_RAW));
    }

    @Test
    void theReferenceClockIsOneMegahertz() {
        write(conf0(0), 1 << 24 | 1);
        write(RAM, item(100, 100));
        write(RAM + 4, 0);
        write(conf1(0), TX_START);
        bench.advance(199);
        assertEquals(0, read(INT_RAW));
        bench.advance(1);
        assertEquals(TX_END, read(INT_RAW));
    }

    @Test
    void aChannelBorrowsTheBlocksAfterIt() {
        write(conf0(7), 1 << 24 | 80);
        write(RAM + 7 * 256, item(3, 3));
        write(RAM + 7 * 256 + 4, 0);
        write(conf1(7), REF_ALWAYS_ON | TX_START);
        bench.advance(10);
        assertEquals(TX_END << 21, read(INT_RAW));
    }

    @Test
    void pulsesAreRecordedUntilTheWireIsIdle() {
        bench.routeIn(84, Bench.PAD);
        bench.pins.drive(Bench.PAD, true);
        write(conf0(1), 1 << 24 | 1000 << 8 | 80);
        write(conf1(1), REF_ALWAYS_ON | RX_EN);
        bench.advance(50);
        bench.pins.drive(Bench.PAD, false);
        bench.advance(80);
        bench.pins.drive(Bench.PAD, true);
        bench.advance(26);
        bench.pins.drive(Bench.PAD, false);
        bench.advance(50);
        bench.pins.drive(Bench.PAD, true);
        bench.advance(999);
        assertEquals(0, read(INT_RAW));
        bench.advance(1);
        assertEquals(RX_END << 3, read(INT_RAW));
        assertEquals(80 | 1 << 15 << 16 | 26 << 16, read(RAM + 256));
        assertEquals(50 | 1 << 31, read(RAM + 260));
        assertEquals(64 + 2, read(0x064) & 0x3ff);
    }

    @Test
    void theFilterDropsGlitches() {
        bench.routeIn(83, Bench.PAD);
        write(conf0(0), 1 << 24 | 1000 << 8 | 80);
        write(conf1(0), REF_ALWAYS_ON | RX_EN | RX_FILTER_EN | 200 << 8);
        bench.pins.drive(Bench.PAD, true);
        bench.advance(40);
        bench.pins.drive(Bench.PAD, false);
        bench.advance(2);
        bench.pins.drive(Bench.PAD, true);
        bench.advance(58);
        bench.pins.drive(Bench.PAD, false);
        bench.advance(2000);
        assertEquals(0x8000 | 100, read(RAM));
    }

    @Test
    void aFullMemoryIsAnError() {
        bench.routeIn(83, Bench.PAD);
        write(conf0(0), 1 << 24 | 1000 << 8 | 80);
        write(conf1(0), REF_ALWAYS_ON | RX_EN);
        for (int i = 0; i < 140; i++) {
            bench.pins.drive(Bench.PAD, i % 2 == 0);
            bench.advance(10);
        }
        assertEquals(ERR, read(INT_RAW));
        assertEquals(1, read(0x060) >>> 28 & 1);
    }

    @Test
    void resetStopsEverything() {
        bench.routeOut(87, Bench.PAD);
        write(conf0(0), 1 << 24 | 80);
        write(RAM, item(100, 100));
        write(INT_ENA, -1);
        write(conf1(0), REF_ALWAYS_ON | TX_START);
        rmt.reset();
        bench.advance(1000);
        assertFalse(line.asserted());
        assertFalse(bench.pins.output(Bench.PAD));
    }

    private void recordEdges() {
        long start = bench.clock.now();
        bench.pins.listen((pin, level) -> edges.add((level ? "+" : "-") + (bench.clock.now() - start)));
    }

    private static int item(int high, int low) {
        return 0x8000 | high | low << 16;
    }

    private static int conf0(int channel) {
        return 0x020 + 8 * channel;
    }

    private static int conf1(int channel) {
        return 0x024 + 8 * channel;
    }

    private int read(int offset) {
        return rmt.read(offset, 4);
    }

    private void write(int offset, int value) {
        rmt.write(offset, value, 4);
    }
}
