package dev.crema.emulator.device;

import static dev.crema.emulator.device.WifiBench.ACCESS_POINT;
import static dev.crema.emulator.device.WifiBench.END_OF_FRAME;
import static dev.crema.emulator.device.WifiBench.EVERYBODY;
import static dev.crema.emulator.device.WifiBench.INT_CLEAR;
import static dev.crema.emulator.device.WifiBench.INT_ENABLE;
import static dev.crema.emulator.device.WifiBench.INT_STATUS;
import static dev.crema.emulator.device.WifiBench.OWNER;
import static dev.crema.emulator.device.WifiBench.STATION;
import static dev.crema.emulator.device.WifiBench.TX_INT;
import static dev.crema.emulator.device.WifiBench.frame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WifiTransmitterTest {
    private static final int CONFIG = 0xd1c;
    private static final int PLCP0 = 0xd20;
    private static final int PLCP1 = 0x1258;
    private static final int PMD = 0x1270;
    private static final int TX_COMPLETE_CLEAR = 0xcc4;
    private static final int TX_COMPLETE_STATUS = 0xcc8;
    private static final int WANTS_ACK = 1 << 24;
    private static final int KICK = 3 << 30;
    private static final byte[] DATA = frame("0801", ACCESS_POINT, STATION, EVERYBODY, "aaaa030000000806");
    private static final byte[] PROBE = frame("4000", EVERYBODY, STATION, EVERYBODY, "0000");

    private final WifiBench bench = new WifiBench();

    /** Puts a frame with room for its trailer into memory and kicks a slot. */
    private void send(int slot, byte[] mpdu, int plcp0, int plcp1) {
        int descriptor = bench.ram.descriptor(0x100 + 16 * slot, OWNER | END_OF_FRAME | mpdu.length + 4 << 12, buffer(slot), 0);
        bench.store(buffer(slot), mpdu);
        bench.write(PLCP1 - 0x3c * slot, mpdu.length + 4 | plcp1);
        int word = descriptor & 0xfffff | 0x00200000 | plcp0;
        bench.write(PLCP0 - 8 * slot, word);
        bench.write(PLCP0 - 8 * slot, word | 1 << 30);
        bench.write(PLCP0 - 8 * slot, word | KICK);
    }

    private static int buffer(int slot) {
        return DmaRam.BASE + 0x1000 + 0x400 * slot;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void everySlotSends(int slot) {
        bench.write(INT_ENABLE, 0x01e839e0);
        send(slot, DATA, WANTS_ACK, RadioFrame.RATE_6M << 12);
        assertFalse(bench.line.asserted());
        bench.advance(1000);
        assertTrue(bench.line.asserted());
        assertEquals(TX_INT, bench.read(INT_STATUS));
        assertEquals(0, bench.read(PLCP0 - 8 * slot) >>> 30);
        assertEquals(0, bench.read(PMD - 0x3c * slot));
        assertEquals(1 << slot, bench.read(TX_COMPLETE_STATUS));
        bench.write(TX_COMPLETE_CLEAR, bench.read(TX_COMPLETE_CLEAR) | 1 << slot);
        bench.write(INT_CLEAR, TX_INT);
        assertEquals(0, bench.read(TX_COMPLETE_STATUS));
        assertFalse(bench.line.asserted());
        assertEquals(1, bench.air.frames.size());
        assertArrayEquals(DATA, bench.air.frames.getFirst().mpdu());
        assertEquals(RadioFrame.RATE_6M, bench.air.frames.getFirst().rate());
        assertEquals(6, bench.air.frames.getFirst().channel());
    }

    /** Contention of SIFS + 9 µs * (AIFSN + backoff), the frame, SIFS and ACK. */
    @Test
    void aFrameTakesItsTime() {
        bench.write(CONFIG, 2 << 24 | 5 << 12 | 30);
        send(0, DATA, WANTS_ACK, RadioFrame.RATE_6M << 12);
        int end = 10 + 9 * 7 + AirTime.of(RadioFrame.RATE_6M, DATA.length);
        bench.advance(end - 1);
        assertEquals(0, bench.air.frames.size());
        bench.advance(1);
        assertEquals(1, bench.air.frames.size());
        bench.advance(10 + 50 - 1);
        assertEquals(0, bench.read(TX_COMPLETE_STATUS));
        bench.advance(1);
        assertEquals(1, bench.read(TX_COMPLETE_STATUS));
    }

    @Test
    void aFrameWithoutAckFails() {
        bench.air.acknowledges = false;
        send(2, DATA, WANTS_ACK, RadioFrame.RATE_6M << 12);
        bench.advance(1000);
        assertEquals(0x5000, bench.read(PMD - 0x3c * 2));
        assertEquals(1 << 2, bench.read(TX_COMPLETE_STATUS));
        bench.air.acknowledges = true;
        send(2, DATA, WANTS_ACK, RadioFrame.RATE_6M << 12);
        bench.advance(1000);
        assertEquals(0, bench.read(PMD - 0x3c * 2));
    }

    @Test
    void aFrameToAGroupNeedsNoAck() {
        bench.air.acknowledges = false;
        send(0, PROBE, 0, 0);
        bench.advance(1000);
        assertEquals(0, bench.read(PMD));
        send(0, PROBE, WANTS_ACK, 0);
        bench.advance(1000);
        assertEquals(0, bench.read(PMD));
    }

    @Test
    void slotsTakeTurns() {
        for (int slot = 4; slot >= 0; slot--) {
            byte[] mpdu = DATA.clone();
            mpdu[mpdu.length - 1] = (byte) slot;
            send(slot, mpdu, WANTS_ACK, RadioFrame.RATE_54M << 12);
        }
        bench.advance(10_000);
        assertEquals(List.of(4, 0, 1, 2, 3), bench.air.frames.stream().map(sent -> (int) sent.mpdu()[DATA.length - 1]).toList());
        for (int i = 1; i < 5; i++) {
            assertTrue(bench.air.ends.get(i) - bench.air.ends.get(i - 1) > AirTime.of(RadioFrame.RATE_54M, DATA.length));
        }
        assertEquals(0x1f, bench.read(TX_COMPLETE_STATUS));
    }

    @Test
    void aSlotThatIsPendingIsNotKickedAgain() {
        send(0, DATA, WANTS_ACK, 0);
        bench.or(PLCP0, KICK);
        bench.advance(10_000);
        assertEquals(1, bench.air.frames.size());
    }

    @Test
    void anAbortedFrameEndsWithoutNotice() {
        send(0, DATA, WANTS_ACK, 0);
        send(1, DATA, WANTS_ACK, 0);
        bench.write(PLCP0, bench.read(PLCP0) & ~(1 << 31));
        bench.advance(10_000);
        assertEquals(1, bench.air.frames.size());
        assertEquals(2, bench.read(TX_COMPLETE_STATUS), "the other slot goes on");
        bench.or(PLCP0, 1 << 31);
        bench.advance(10_000);
        assertEquals(3, bench.read(TX_COMPLETE_STATUS), "and it can be kicked again");
    }

    @Test
    void aFrameIsGatheredFromItsDescriptors() {
        int body = bench.ram.descriptor(0x20, OWNER | END_OF_FRAME | DATA.length - 24 + 4 << 12, buffer(1), 0);
        int header = bench.ram.descriptor(0x10, OWNER | 24 << 12, buffer(0), body);
        bench.store(buffer(0), Arrays.copyOf(DATA, 24));
        bench.store(buffer(1), Arrays.copyOfRange(DATA, 24, DATA.length));
        bench.write(PLCP0, header & 0xfffff | WANTS_ACK | KICK);
        bench.advance(1000);
        assertArrayEquals(DATA, bench.air.frames.getFirst().mpdu());
    }

    @Test
    void theDelimiterOfAnAggregateIsNotOfTheFrame() {
        int descriptor = bench.ram.descriptor(0, OWNER | END_OF_FRAME | 1 << 29 | 4 + DATA.length + 4 << 12, buffer(0), 0);
        bench.store(buffer(0) + 4, DATA);
        bench.write(PLCP0, descriptor & 0xfffff | WANTS_ACK | KICK);
        bench.advance(1000);
        assertArrayEquals(DATA, bench.air.frames.getFirst().mpdu());
    }

    @Test
    void onlyTheFirstFrameOfAnAggregateIsSent() {
        int second = bench.ram.descriptor(0x20, OWNER | END_OF_FRAME | 1 << 29 | 4 + DATA.length + 4 << 12, buffer(1), 0);
        int first = bench.ram.descriptor(0x10, OWNER | 1 << 29 | 4 + DATA.length + 4 << 12, buffer(0), second);
        bench.store(buffer(0) + 4, DATA);
        bench.store(buffer(1) + 4, PROBE);
        bench.write(PLCP0, first & 0xfffff | WANTS_ACK | KICK);
        bench.advance(5000);
        assertEquals(1, bench.air.frames.size());
        assertArrayEquals(DATA, bench.air.frames.getFirst().mpdu());
    }

    @Test
    void beforeTheFirstTuningNothingIsSent() {
        bench.channel = 0;
        send(0, DATA, WANTS_ACK, 0);
        bench.advance(5000);
        assertEquals(0x5000, bench.read(PMD));
        assertTrue(bench.air.frames.isEmpty());
    }

    @Test
    void aChainWithoutEndOrFrameFails() {
        int endless = bench.ram.descriptor(0, OWNER | 4095 << 12, buffer(0), DmaRam.BASE);
        bench.write(PLCP0, endless & 0xfffff | WANTS_ACK | KICK);
        bench.write(PLCP0 - 8, 0x12345 | WANTS_ACK | KICK);
        bench.advance(100_000);
        assertEquals(3, bench.read(TX_COMPLETE_STATUS));
        assertEquals(0x5000, bench.read(PMD - 0x3c));
        assertTrue(bench.air.frames.stream().allMatch(sent -> sent.mpdu().length < 4096));
    }
}
