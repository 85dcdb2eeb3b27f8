package dev.crema.emulator.device;

import static dev.crema.emulator.device.WifiBench.ACCESS_POINT;
import static dev.crema.emulator.device.WifiBench.END_OF_FRAME;
import static dev.crema.emulator.device.WifiBench.EVERYBODY;
import static dev.crema.emulator.device.WifiBench.EXHAUSTED;
import static dev.crema.emulator.device.WifiBench.INT_CLEAR;
import static dev.crema.emulator.device.WifiBench.INT_STATUS;
import static dev.crema.emulator.device.WifiBench.RX_BASE;
import static dev.crema.emulator.device.WifiBench.RX_CTRL;
import static dev.crema.emulator.device.WifiBench.RX_INTS;
import static dev.crema.emulator.device.WifiBench.RX_LAST;
import static dev.crema.emulator.device.WifiBench.RX_NEXT;
import static dev.crema.emulator.device.WifiBench.STATION;
import static dev.crema.emulator.device.WifiBench.frame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class WifiReceiverTest {
    private static final int SIZE = 1600;

    private final WifiBench bench = new WifiBench();

    private static byte[] toStation(int number) {
        return frame("0802", STATION, ACCESS_POINT, ACCESS_POINT, String.format("aaaa030000000800%04x", number));
    }

    /** A beacon byte for byte as the driver of ESP-IDF 5.0.1 expects it in memory: header of 28 bytes, frame, check sequence. */
    @Test
    void aBeaconInMemory() {
        bench.joined();
        bench.receiveInto(2, SIZE);
        byte[] beacon = WifiBench.bytes("80000000 ffffffffffff 021122334455 021122334455 1000 0090010000000000 6400 1104"
                + "0005456d754150 010882848b960c121824 030106 050400010000 2a0100 32043048606c"
                + "30140100000fac040100000fac040100000fac020000");
        assertEquals(93, beacon.length);
        bench.advance(1_234_567 + AirTime.of(RadioFrame.RATE_1M, beacon.length));
        assertFalse(bench.hear(beacon), "nobody acknowledges a frame to everybody");
        String header = "2e006110" + "00000000" + "a0000000" + "87d61200" + "00000000" + "00000000" + "61100600";
        assertEquals(header + HexFormat.of().formatHex(beacon) + "29cd6611" + "000000",
                HexFormat.of().formatHex(bench.memory(WifiBench.buffer(0, SIZE), 128)));
        assertEquals(0x40080640, bench.ram.load32(DmaRam.BASE));
    }

    /** The driver of ESP-IDF 4.3 and later: it takes frames up to RX_LAST, appends the descriptors, and sets "reload". */
    private final class Driver {
        private final List<Integer> received = new ArrayList<>();
        private int head = DmaRam.BASE;
        private int tail;

        Driver(int descriptors) {
            tail = DmaRam.BASE + 12 * (descriptors - 1);
        }

        void interrupt() {
            bench.write(INT_CLEAR, bench.read(INT_STATUS));
            int last = bench.read(RX_LAST);
            int descriptor;
            do {
                descriptor = head;
                assertEquals(END_OF_FRAME, bench.ram.load32(descriptor) & END_OF_FRAME);
                int buffer = bench.ram.load32(descriptor + 4);
                received.add(bench.ram.load8(buffer + 28 + 32) << 8 | bench.ram.load8(buffer + 28 + 33));
                head = bench.ram.load32(descriptor + 8);
                append(descriptor);
            } while (descriptor != last);
        }

        private void append(int descriptor) {
            bench.ram.store32(descriptor, WifiBench.OWNER | SIZE << 12 | SIZE);
            bench.ram.store32(descriptor + 8, 0);
            if (head == 0) {
                head = descriptor;
                tail = descriptor;
                bench.write(RX_BASE, descriptor);
                return;
            }
            bench.ram.store32(tail + 8, descriptor);
            tail = descriptor;
            bench.or(RX_CTRL, 1);
            assertEquals(0, bench.read(RX_CTRL) & 1);
            if (bench.read(RX_NEXT) == EXHAUSTED && bench.read(RX_LAST) != tail) {
                bench.write(RX_BASE, bench.ram.load32(bench.read(RX_LAST) + 8));
            }
        }
    }

    @Test
    void twoHundredFramesThroughTenDescriptors() {
        bench.joined();
        bench.receiveInto(10, SIZE);
        Driver driver = new Driver(10);
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            assertTrue(bench.hear(toStation(i)));
            sent.add(i);
            assertTrue(bench.line.asserted());
            if (i % 12 == 11) {
                driver.interrupt();
            }
        }
        while (bench.line.asserted()) {
            driver.interrupt();
        }
        assertEquals(sent, driver.received);
    }

    @Test
    void framesBeyondTheListWaitAndTheRestIsLost() {
        bench.joined();
        bench.receiveInto(2, SIZE);
        int acknowledged = 0;
        for (int i = 0; i < 50; i++) {
            acknowledged += bench.hear(toStation(i)) ? 1 : 0;
        }
        assertEquals(2 + 32, acknowledged);
        assertEquals(EXHAUSTED, bench.read(RX_NEXT));
        assertEquals(DmaRam.BASE + 12, bench.read(RX_LAST));
        bench.write(INT_CLEAR, RX_INTS);
        assertFalse(bench.line.asserted(), "waiting frames interrupt nobody");
        bench.empty(2, SIZE, 0);
        bench.ram.store32(DmaRam.BASE + 12 + 8, DmaRam.BASE + 24);
        bench.or(RX_CTRL, 1);
        assertEquals(DmaRam.BASE + 24, bench.read(RX_LAST));
        assertEquals(RX_INTS, bench.read(INT_STATUS));
        assertEquals(2, bench.ram.load8(WifiBench.buffer(2, SIZE) + 28 + 33));
    }

    @Test
    void aFrameTooLongForABufferTakesSeveral() {
        bench.joined();
        bench.receiveInto(3, 64);
        bench.ram.store32(WifiBench.buffer(0, 64) + 64, 0xdeadbeef);
        byte[] body = new byte[50];
        byte[] mpdu = frame("0802", STATION, ACCESS_POINT, ACCESS_POINT, HexFormat.of().formatHex(body) + "a1a2a3a4");
        assertTrue(bench.hear(mpdu));
        assertEquals(64 << 12 | 64, bench.ram.load32(DmaRam.BASE));
        assertEquals(END_OF_FRAME | 48 << 12 | 64, bench.ram.load32(DmaRam.BASE + 12));
        assertEquals(DmaRam.BASE + 12, bench.read(RX_LAST));
        assertEquals(0xdeadbeef, bench.ram.load32(WifiBench.buffer(0, 64) + 64), "nothing is written behind a buffer");
        assertArrayEquals(WifiBench.bytes("a1a2a3a4"), bench.memory(WifiBench.buffer(1, 64) + 28 + 24 + 50 - 64, 4));
    }

    @Test
    void theRadioIsDeafWhileItIsOff() {
        bench.joined();
        bench.receiveInto(4, SIZE);
        bench.write(0xcb8, 0x17ff);
        assertFalse(bench.hear(toStation(0)));
        bench.write(0xcb8, 0);
        bench.gates.store(~0x406);
        assertFalse(bench.hear(toStation(1)));
        bench.gates.store(-1);
        bench.write(RX_CTRL, 0);
        assertFalse(bench.hear(toStation(2)));
        bench.write(RX_CTRL, 1 << 31);
        assertFalse(bench.mac.receive(new RadioFrame(toStation(3), 7, RadioFrame.RATE_6M, -50)), "on another channel");
        assertEquals(0, bench.read(INT_STATUS));
        assertTrue(bench.hear(toStation(4)));
        assertEquals(RX_INTS, bench.read(INT_STATUS));
    }

    @Test
    void ratesOfHtAreInTheHeadersSecondWord() {
        bench.joined();
        bench.receiveInto(2, SIZE);
        byte[] mpdu = toStation(0);
        bench.mac.receive(new RadioFrame(mpdu, 6, 16 + 8 + 7, -60));
        int header = WifiBench.buffer(0, SIZE);
        int length = mpdu.length + 4;
        assertEquals(36 | 1 << 14 | length << 16 | 1 << 28, bench.ram.load32(header));
        assertEquals(7 | length << 8 | 1 << 31, bench.ram.load32(header + 4));
        bench.mac.receive(new RadioFrame(mpdu, 6, RadioFrame.RATE_54M, -60));
        assertEquals(36 | 12 << 8 | length << 16 | 1 << 28, bench.ram.load32(WifiBench.buffer(1, SIZE)));
    }

    @Test
    void framesTooShortOrTooLongAreNotReceived() {
        bench.joined();
        bench.receiveInto(2, SIZE);
        assertFalse(bench.hear(new byte[9]));
        assertFalse(bench.hear(new byte[0]));
        byte[] giant = new byte[4092];
        System.arraycopy(toStation(0), 0, giant, 0, 34);
        assertFalse(bench.hear(giant));
        assertEquals(0, bench.read(INT_STATUS));
    }

    @Test
    void theHeaderHoldsTheWholeFrameWithRoundedLength() {
        bench.joined();
        bench.receiveInto(1, SIZE);
        byte[] mpdu = toStation(0x1234);
        bench.hear(mpdu);
        assertArrayEquals(mpdu, bench.memory(WifiBench.buffer(0, SIZE) + 28, mpdu.length));
        assertEquals(28 + 34 + 4 + 2, bench.ram.load32(DmaRam.BASE) >>> 12 & 0xfff);
    }
}
