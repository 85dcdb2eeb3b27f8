package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WifiMacTest {
    private final WifiBench bench = new WifiBench();

    @Test
    void whatTheDriverWaitsForHappens() {
        bench.write(0x084, 1 << 31 | 1);
        assertEquals(1 << 31, bench.read(0x084));
        bench.write(0xd24, 2);
        assertEquals(1, bench.read(0xd24) & 1);
        bench.write(0xcb8, 0x7fff);
        assertEquals(0, bench.read(0xcb8) & 0x6000);
        assertEquals(WifiBench.EXHAUSTED, bench.read(WifiBench.RX_NEXT));
        assertEquals(0, bench.read(WifiBench.RX_LAST));
    }

    /** The accesses of hal_init of ESP-IDF 5.0.1: reads after it find what it wrote. */
    @Test
    void theDriversInitialisation() {
        bench.or(0xd24, 2);
        assertEquals(1, bench.read(0xd24) & 1);
        bench.write(0xc40, 0);
        bench.write(0xc4c, -1);
        bench.or(0xc6c, 0x80802000);
        bench.or(0xc6c, 0x100);
        for (int i = 0; i < 4; i++) {
            bench.or(0x0d8 + 4 * i, 0x40);
            bench.write(0x0d8 + 4 * i, bench.read(0x0d8 + 4 * i) & ~0x20);
            bench.write(0x0f8 + 4 * i, bench.read(0x0f8 + 4 * i) & 0xffff);
        }
        bench.or(0x0f8, 0x05000000);
        bench.or(0x0fc, 0x05000000);
        bench.or(0x114, 0x80000000);
        bench.or(0xc5c, 0xffff0000);
        bench.write(0x084, bench.read(0x084) & 0x7fffffff);
        for (int i = 0; i < 4; i++) {
            bench.or(0x0d8 + 4 * i, 5);
            bench.write(0x0d8 + 4 * i, bench.read(0x0d8 + 4 * i) & 0xfffff6ff);
        }
        bench.write(0x11c, 0x3ffae000);
        bench.write(0x088, DmaRam.BASE);
        bench.write(0x408, 0x07060500);
        bench.write(0x800, 0x00030000);
        bench.write(0xc40, 0x01e839e0);
        assertEquals(0x80802100, bench.read(0xc6c));
        assertEquals(0x45, bench.read(0x0d8));
        assertEquals(0x05000000, bench.read(0x0fc));
        assertEquals(DmaRam.BASE, bench.read(WifiBench.RX_NEXT));
        assertEquals(0x07060500, bench.read(0x408));
        assertEquals(0x00030000, bench.read(0x800));
        assertEquals(0, bench.read(0xc48));
        assertFalse(bench.line.asserted());
    }

    @Test
    void macTimeCountsMicrosecondsOfTheCommonClock() {
        bench.advance(1234);
        assertEquals(1234, bench.read(0xc00));
        bench.gates.store(0xfffce030);
        bench.advance(5000);
        assertEquals(1234, bench.read(0xc00));
        bench.gates.store(0xfffce030 | 0x3c9);
        bench.advance(6);
        assertEquals(1240, bench.read(0xc00));
        bench.mac.reset();
        bench.advance(3);
        assertEquals(3, bench.read(0xc00));
    }

    @Test
    void theTsfIsLatchedAndLoaded() {
        bench.advance(1000);
        bench.write(0x2010, 1);
        bench.write(0x2010, 0);
        bench.advance(10);
        assertEquals(1000, bench.read(0x2014));
        bench.write(0x2060, 0xfffffff0);
        bench.write(0x2064, 7);
        bench.write(0x2010, 1 << 7);
        assertEquals(0, bench.read(0x2010));
        bench.advance(0x20);
        bench.write(0x2010, 2);
        assertEquals(0x10, bench.read(0x2054));
        assertEquals(8, bench.read(0x2058));
    }

    @Test
    void beaconsOfTheJoinedNetworkSetTheStationsTsf() {
        bench.joined();
        bench.receiveInto(4, 1600);
        String body = "0807060504030201 6400 0104";
        bench.hear(WifiBench.frame("8000", WifiBench.EVERYBODY, "020000000000", "020000000000", "ff" + body.substring(2)));
        byte[] beacon = WifiBench.frame("8000", WifiBench.EVERYBODY, WifiBench.ACCESS_POINT, WifiBench.ACCESS_POINT, body);
        bench.hear(beacon);
        bench.advance(100);
        bench.write(0x2010, 1);
        long tsf = Integer.toUnsignedLong(bench.read(0x2014)) | (long) bench.read(0x2018) << 32;
        assertEquals(0x0102030405060708L + AirTime.of(RadioFrame.RATE_1M, beacon.length) + 100, tsf);
    }

    @Test
    void randomNumbersAreFresh() {
        assertEquals(42, bench.read(0x2144));
        assertEquals(43, bench.read(0x2144));
    }

    @Test
    void aResetOfTheMacForgetsWhatIsUnderWay() {
        bench.joined();
        bench.write(0x814, 0x1f);
        bench.receiveInto(2, 1600);
        bench.hear(WifiBench.frame("8000", WifiBench.EVERYBODY, WifiBench.ACCESS_POINT, WifiBench.ACCESS_POINT, ""));
        assertTrue(bench.line.asserted());
        assertEquals(DmaRam.BASE, bench.read(WifiBench.RX_LAST));
        bench.write(0xd20, 3 << 30);
        bench.advance(77);
        bench.mac.resetMac();
        assertFalse(bench.line.asserted());
        assertEquals(0, bench.read(WifiBench.RX_LAST));
        assertEquals(WifiBench.EXHAUSTED, bench.read(WifiBench.RX_NEXT));
        assertEquals(0, bench.read(WifiBench.RX_CTRL));
        assertEquals(0, bench.read(0x814));
        assertEquals(77, bench.read(0xc00));
        bench.advance(10_000);
        assertEquals(0, bench.read(0xcc8));
    }
}
