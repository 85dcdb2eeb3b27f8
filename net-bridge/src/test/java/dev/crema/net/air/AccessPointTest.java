package dev.crema.net.air;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.LlcSnap;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.frame.ReasonCode;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessPointTest {
    private static final MacAddress BSSID = new MacAddress(0x02_63_72_65_6D_01L);
    private static final MacAddress HOST = new MacAddress(0x52_55_0A_00_02_02L);
    private static final byte[] TO_STATION = HexFormat.of().parseHex("240ac4000001" + "52550a000202" + "0800" + "450000");
    private static final byte[] TO_ALL = HexFormat.of().parseHex("ffffffffffff" + "52550a000202" + "0806" + "0001");
    private static final byte[] TO_HOST = HexFormat.of().parseHex("52550a000202" + "240ac4000001" + "0800" + "450011");

    private final Bench bench = new Bench(AirSettings.of(1,
            List.of(new WifiNetwork(Ssid.of("crema"), Optional.empty(), WifiNetwork.DEFAULT_CHANNEL))));

    private MpduBuilder dataToHost() {
        return MpduBuilder.toDs(FrameKind.DATA, BSSID, Bench.STATION, HOST).bytes(LlcSnap.toAir(TO_HOST));
    }

    private void say(boolean dozing) {
        assertTrue(bench.send(MpduBuilder.toDs(FrameKind.NULL, BSSID, Bench.STATION, BSSID).powerManagement(dozing)));
    }

    @Test
    void beaconsEveryHundredTimeUnits() {
        bench.run(1_100);
        List<Mpdu> beacons = bench.take(FrameKind.BEACON);
        assertEquals(11, beacons.size());
        List<Long> timestamps = beacons.stream()
                .map(mpdu -> ByteBuffer.wrap(mpdu.bytes(), Mpdu.HEADER, 8).order(ByteOrder.LITTLE_ENDIAN).getLong()).toList();
        for (int i = 0; i < timestamps.size(); i++) {
            assertEquals(102_400L * i + 50 + 192 + 192, timestamps.get(i));
        }
        Elements elements = new Elements(beacons.get(0).bytes(), Mpdu.HEADER + 12);
        assertArrayEquals("crema".getBytes(StandardCharsets.UTF_8), elements.find(Elements.SSID).orElseThrow());
        assertArrayEquals(new byte[] {6}, elements.find(Elements.DS_PARAMETER).orElseThrow());
        assertArrayEquals(new byte[] {0, 1, 0, 0}, elements.find(Elements.TIM).orElseThrow());
    }

    @Test
    void isHeardOnItsChannelOnly() {
        bench.channel = 7;
        bench.run(500);
        assertEquals(List.of(), bench.heard);
        assertFalse(bench.send(bench.management(FrameKind.AUTHENTICATION, BSSID).u16(0).u16(1).u16(0)));
        bench.run(500);
        assertEquals(List.of(), bench.heard);
    }

    @Test
    void answersProbesForItsNameAndForAny() {
        for (String asked : List.of("", "crema", "other")) {
            bench.send(MpduBuilder.management(FrameKind.PROBE_REQUEST, MacAddress.BROADCAST, Bench.STATION, MacAddress.BROADCAST)
                    .element(Elements.SSID, asked.getBytes(StandardCharsets.UTF_8)));
            bench.run(5);
            assertEquals(asked.equals("other") ? 0 : 1, bench.take(FrameKind.PROBE_RESPONSE).size(), asked);
        }
    }

    @Test
    void associatesAndBridgesBothWays() {
        bench.associate(BSSID, "crema");
        Mpdu response = bench.take(FrameKind.ASSOCIATION_RESPONSE).getFirst();
        assertEquals("2104000001c0", HexFormat.of().formatHex(response.body(), 0, 6));
        assertEquals("associated aid=1 with 'crema'", bench.events.getLast().line());

        assertTrue(bench.send(dataToHost()));
        assertArrayEquals(TO_HOST, bench.ethernet.getFirst());

        bench.guests.send(TO_STATION);
        bench.guests.send(TO_ALL);
        bench.run(5);
        List<Mpdu> data = bench.take(FrameKind.DATA);
        assertEquals(List.of(Bench.STATION, MacAddress.BROADCAST), data.stream().map(Mpdu::receiver).toList());
        for (Mpdu mpdu : data) {
            assertTrue(mpdu.fromDs());
            assertEquals(BSSID, mpdu.transmitter());
            assertEquals(HOST, mpdu.address3());
        }
        assertEquals("aaaa030000000800450000", HexFormat.of().formatHex(data.getFirst().body()));
    }

    @Test
    void refusesAssociationForAnotherName() {
        bench.associate(BSSID, "other");
        assertEquals("association with 'crema' refused, status 1", bench.events.getLast().line());
    }

    @Test
    void sendsStrangersAway() {
        assertTrue(bench.send(dataToHost()));
        bench.run(5);
        Mpdu goodbye = bench.take(FrameKind.DEAUTHENTICATION).getFirst();
        assertArrayEquals(new byte[] {ReasonCode.CLASS3_FRAME_FROM_NONASSOCIATED_STATION, 0}, goodbye.body());
        assertEquals(List.of(), bench.ethernet);
    }

    @Test
    void aRepeatedFrameIsBridgedOnce() {
        bench.associate(BSSID, "crema");
        byte[] frame = dataToHost().build();
        frame[22] = 0x10;
        byte[] again = frame.clone();
        again[1] |= Mpdu.RETRY;
        assertTrue(bench.send(frame));
        assertTrue(bench.send(again));
        assertEquals(1, bench.ethernet.size());
    }

    /** A second answer would begin a second handshake, which a station with keys already does not understand. */
    @Test
    void aRepeatedRequestIsAnsweredOnce() {
        bench.associate(BSSID, "crema");
        byte[] request = bench.management(FrameKind.ASSOCIATION_REQUEST, BSSID).u16(0x0421).u16(10)
                .element(Elements.SSID, "crema".getBytes(StandardCharsets.UTF_8)).build();
        request[22] = 0x20;
        byte[] again = request.clone();
        again[1] |= Mpdu.RETRY;
        bench.heard.clear();
        bench.send(request);
        bench.send(again);
        bench.run(5);
        assertEquals(1, bench.take(FrameKind.ASSOCIATION_RESPONSE).size());
    }

    @Test
    void repeatsWhatIsNotAcknowledged() {
        bench.associate(BSSID, "crema");
        List<Mpdu> sent = new ArrayList<>();
        bench.air.onFrame((tick, frame) -> sent.add(Mpdu.parse(frame.mpdu()).orElseThrow()));
        bench.awake = false;
        bench.guests.send(TO_STATION);
        bench.run(20);
        List<Mpdu> data = sent.stream().filter(mpdu -> mpdu.kind() == FrameKind.DATA).toList();
        assertEquals(7, data.size());
        assertEquals(List.of(false, true, true, true, true, true, true), data.stream().map(Mpdu::retry).toList());
        assertEquals(1, data.stream().map(Mpdu::sequenceControl).distinct().count());
    }

    @Test
    void keepsFramesForAStationThatDozes() {
        bench.associate(BSSID, "crema");
        say(true);
        bench.guests.send(TO_STATION);
        bench.guests.send(TO_STATION);
        bench.guests.send(TO_ALL);
        bench.run(50);
        assertEquals(List.of(), bench.take(FrameKind.DATA));
        bench.run(103);
        Mpdu beacon = bench.heard.stream().filter(mpdu -> mpdu.kind() == FrameKind.BEACON).findFirst().orElseThrow();
        byte[] tim = new Elements(beacon.bytes(), Mpdu.HEADER + 12).find(Elements.TIM).orElseThrow();
        assertArrayEquals(new byte[] {0, 1, 1, 2}, tim);
        assertEquals(List.of(MacAddress.BROADCAST), bench.take(FrameKind.DATA).stream().map(Mpdu::receiver).toList());

        assertTrue(bench.send(MpduBuilder.psPoll(BSSID, Bench.STATION, 1)));
        bench.run(5);
        assertTrue(bench.take(FrameKind.DATA).getFirst().moreData());
        say(false);
        bench.run(5);
        assertFalse(bench.take(FrameKind.DATA).getFirst().moreData());
    }

    @Test
    void aStationThatDozesIsSentAwayWhenItListens() {
        bench.associate(BSSID, "crema");
        say(true);
        bench.air.deauthenticateAll();
        bench.run(10);
        assertEquals(List.of(), bench.take(FrameKind.DEAUTHENTICATION));
        bench.run(103);
        assertEquals(1, bench.take(FrameKind.DEAUTHENTICATION).size());
    }

    @Test
    void aStationThatComesBackIsNotSentAwayForThePast() {
        bench.associate(BSSID, "crema");
        say(true);
        bench.air.deauthenticateAll();
        bench.associate(BSSID, "crema");
        bench.run(300);
        assertEquals(List.of(), bench.take(FrameKind.DEAUTHENTICATION));
    }

    @Test
    void declinesBlockAcknowledgements() {
        bench.associate(BSSID, "crema");
        bench.send(bench.management(FrameKind.ACTION, BSSID).u8(3).u8(0).u8(7).u16(0x1002).u16(0).u16(0x0010));
        bench.run(5);
        Mpdu response = bench.take(FrameKind.ACTION).getFirst();
        assertEquals("03010725000210" + "0000", HexFormat.of().formatHex(response.body()));
    }

    @Test
    void saysGoodbyeAndFallsSilent() {
        bench.associate(BSSID, "crema");
        AccessPoint accessPoint = bench.air.accessPoints().getFirst();
        accessPoint.deauthenticateAll(ReasonCode.INVALID_AUTHENTICATION);
        bench.run(5);
        assertEquals(1, bench.take(FrameKind.DEAUTHENTICATION).size());
        assertEquals("disassociated from 'crema' by the access point, reason 2 (authentication no longer valid)",
                bench.events.getLast().line());
        accessPoint.down();
        bench.run(500);
        assertEquals(List.of(), bench.heard);
        assertFalse(bench.send(dataToHost()));
        accessPoint.up();
        bench.run(500);
        assertEquals(5, bench.take(FrameKind.BEACON).size());
    }
}
