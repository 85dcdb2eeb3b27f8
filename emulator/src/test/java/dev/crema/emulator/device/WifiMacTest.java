package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import org.junit.jupiter.api.Test;

class WifiMacTest {
    private static final int INT_ENABLE = 0xc40;
    private static final int INT_STATUS = 0xc48;
    private static final int INT_CLEAR = 0xc4c;
    private static final int TX_COMPLETE_CLEAR = 0xcc4;
    private static final int TX_COMPLETE_STATUS = 0xcc8;
    private static final int PLCP0 = 0xd20;
    private static final int PMD = 0x1270;
    private static final int KICK = 3 << 30;

    private final Clock clock = new Clock();
    private final Wire line = new Wire();
    private int random = 41;
    private final WifiMac mac = new WifiMac(clock, line, () -> ++random, RadioMedium.EMPTY);

    @Test
    void whatTheDriverWaitsForHappens() {
        write(0x084, 1 << 31 | 1);
        assertEquals(1 << 31, read(0x084));
        write(0xd24, 2);
        assertEquals(1, read(0xd24) & 1);
        write(0xcb8, 0x7fff);
        assertEquals(0, read(0xcb8) & 0x6000);
        assertEquals(0x3ff00000, read(0x08c));
    }

    @Test
    void macTimeCountsMicroseconds() {
        advance(1234);
        assertEquals(1234, read(0xc00));
    }

    @Test
    void theTsfIsLatchedAndLoaded() {
        advance(1000);
        write(0x2010, 1);
        write(0x2010, 0);
        advance(10);
        assertEquals(1000, read(0x2014));
        write(0x2060, 0xfffffff0);
        write(0x2064, 7);
        write(0x2010, 1 << 7);
        assertEquals(0, read(0x2010));
        advance(0x20);
        write(0x2010, 2);
        assertEquals(0x10, read(0x2054));
        assertEquals(8, read(0x2058));
    }

    @Test
    void randomNumbersAreFresh() {
        assertEquals(42, read(0x2144));
        assertEquals(43, read(0x2144));
    }

    @Test
    void aGroupFrameIsSent() {
        write(INT_ENABLE, 0x01e839e0);
        write(PLCP0, KICK | 0x2e000);
        assertFalse(line.asserted());
        advance(1000);
        assertTrue(line.asserted());
        assertEquals(1 << 7, read(INT_STATUS));
        assertEquals(0x2e000, read(PLCP0));
        assertEquals(0, read(PMD));
        assertEquals(1, read(TX_COMPLETE_STATUS));
        write(TX_COMPLETE_CLEAR, 1);
        write(INT_CLEAR, 1 << 7);
        assertEquals(0, read(TX_COMPLETE_STATUS));
        assertFalse(line.asserted());
    }

    @Test
    void aFrameToAStationIsNotAcknowledged() {
        write(PLCP0 - 8 * 2, KICK | 1 << 24);
        advance(1000);
        assertEquals(0x5000, read(PMD - 0x3c * 2));
        assertEquals(1 << 2, read(TX_COMPLETE_STATUS));
    }

    @Test
    void anAbortedFrameEndsWithoutNotice() {
        write(PLCP0, KICK);
        write(PLCP0, 0);
        advance(1000);
        assertEquals(0, read(INT_STATUS));
    }

    private void advance(long microseconds) {
        clock.advanceTo(clock.now() + microseconds * Clock.TICKS_PER_MICROSECOND);
        clock.runDue();
    }

    private int read(int offset) {
        return mac.read(offset, 4);
    }

    private void write(int offset, int value) {
        mac.write(offset, value, 4);
    }
}
