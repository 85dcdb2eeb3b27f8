package dev.crema.net.air;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.device.RadioFrame;
import dev.crema.emulator.time.Clock;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RemoteRadiosTest {
    private static final MacAddress FIRST = new MacAddress(0x24_0A_C4_00_00_11L);
    private static final MacAddress SECOND = new MacAddress(0x24_0A_C4_00_00_22L);
    private static final MacAddress NOBODY = new MacAddress(0x24_0A_C4_00_00_33L);
    private static final int ESPRESSIF_VENDOR_ACTION = 127;

    private final Switch shared = Switch.inTurns(Optional.empty());

    private Bench bench(MacAddress address, WifiNetwork... networks) {
        Bench bench = new Bench(AirSettings.of(1, List.of(networks)));
        bench.address = address;
        bench.air.share(shared, new Bench.Host(bench.clock));
        bench.run(2);
        return bench;
    }

    /** A frame as ESP-NOW sends it: vendor-specific action, Espressif's OUI, type 4. */
    private static byte[] espNow(MacAddress to, MacAddress from, int content) {
        return MpduBuilder.management(FrameKind.ACTION, to, from, MacAddress.BROADCAST).u8(ESPRESSIF_VENDOR_ACTION)
                .u8(0x18).u8(0xFE).u8(0x34).u8(0).u8(0).u8(0).u8(0).u8(221).u8(6).u8(0x18).u8(0xFE).u8(0x34).u8(4).u8(1).u8(content)
                .build();
    }

    private static boolean send(Bench from, MacAddress to, int content) {
        return from.send(espNow(to, from.address, content));
    }

    @Test
    void framesToEverybodyAreHeardByAllOnTheirChannel() {
        Bench first = bench(FIRST);
        Bench second = bench(SECOND);
        Bench elsewhere = bench(NOBODY);
        elsewhere.channel = 11;
        assertFalse(send(first, MacAddress.BROADCAST, 1));
        second.run(1);
        elsewhere.run(1);
        assertArrayEquals(espNow(MacAddress.BROADCAST, FIRST, 1), second.heard.getFirst().bytes());
        assertEquals(List.of(), elsewhere.heard);
        assertEquals(List.of(), first.heard);
    }

    @Test
    void whoListensAcknowledges() {
        Bench first = bench(FIRST);
        Bench second = bench(SECOND);
        assertTrue(send(first, SECOND, 1));
        assertTrue(send(second, FIRST, 2));
        assertFalse(send(first, NOBODY, 3));
        second.run(1);
        assertEquals(2, second.heard.size());
    }

    @Test
    void whoIsOnAnotherChannelOrDeafOrGoneDoesNot() {
        Bench first = bench(FIRST);
        Bench second = bench(SECOND);
        second.channel = 11;
        second.run(2);
        assertFalse(send(first, SECOND, 1));
        second.channel = 6;
        second.run(2);
        assertTrue(send(first, SECOND, 2));
        second.awake = false;
        second.run(2);
        assertFalse(send(first, SECOND, 3));
        second.awake = true;
        second.run(2);
        for (int i = 0; i < 6; i++) {
            first.run(1_000);
            second.run(1_000);
        }
        assertTrue(send(first, SECOND, 4));
        first.run(6_000);
        assertFalse(send(first, SECOND, 5));
    }

    @Test
    void whatIsForAnAccessPointOfTheMachinesOwnStaysThere() {
        Bench first = bench(FIRST, new WifiNetwork(Ssid.of("crema"), Optional.empty(), 6));
        Bench second = bench(SECOND);
        MacAddress bssid = first.air.accessPoints().getFirst().bssid();
        assertTrue(first.send(MpduBuilder.management(FrameKind.AUTHENTICATION, bssid, FIRST, bssid).u16(0).u16(1).u16(0)));
        first.run(300);
        second.run(300);
        assertEquals(List.of(), second.heard);
    }

    @Test
    void framesThatComeTogetherEndOneAfterAnother() {
        Bench first = bench(FIRST);
        Bench second = bench(SECOND);
        List<Long> ends = new ArrayList<>();
        second.air.onFrame((tick, frame) -> ends.add(tick));
        for (int i = 0; i < 3; i++) {
            send(first, SECOND, i);
        }
        second.run(10);
        assertEquals(List.of(0, 1, 2), second.heard.stream().map(RemoteRadiosTest::content).toList());
        // 192 us of preamble and header, 40 bytes and 4 of the frame check sequence at 1 Mbit/s.
        long lasts = (192 + 8 * 44) * Clock.TICKS_PER_MICROSECOND;
        assertEquals(List.of(lasts, lasts), List.of(ends.get(1) - ends.get(0), ends.get(2) - ends.get(1)));
    }

    private static int content(Mpdu mpdu) {
        return mpdu.bytes()[mpdu.bytes().length - 1];
    }

    @Test
    void twoOfOneAddressAreToldOnce() {
        Bench first = bench(FIRST);
        bench(FIRST).run(2_000);
        assertEquals(List.of("another machine here has the address 24:0a:c4:00:00:11 too; give one of them its own with --mac"),
                first.events.stream().map(AirEvent::line).toList());
    }

    @Test
    void nonsenseIsIgnored() {
        Bench bench = bench(FIRST);
        Consumer<byte[]> stranger = shared.join(message -> { }, new Bench.Host(new Clock()));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = new byte[random.nextInt(64)];
            random.nextBytes(message);
            if (message.length > 1) {
                message[0] = (byte) random.nextInt(4);
                message[1] = (byte) random.nextInt(16);
            }
            stranger.accept(message);
            if (i % 100 == 0) {
                bench.heard.clear();
                bench.run(1);
            }
        }
        bench.channel = 3;
        bench.run(5_000);
        stranger.accept(new RadioMessage.Sent(new RadioFrame(espNow(FIRST, SECOND, 7), 3, RadioFrame.RATE_1M, -60)).toBytes());
        bench.run(1);
        assertEquals(7, content(bench.heard.getLast()));
    }
}
