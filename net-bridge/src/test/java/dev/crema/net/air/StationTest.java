package dev.crema.net.air;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.frame.ReasonCode;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our station joins our access point: two halves of every protocol, written from the same standard, over the same air. */
class StationTest {
    private static final Ssid SSID = Ssid.of("crema");
    private static final MacAddress HOST = new MacAddress(0x52_55_0A_00_02_02L);

    private final List<byte[]> atStation = new ArrayList<>();
    private EthernetPort fromStation = frame -> { };

    private Bench bench(Optional<String> password, String known, double loss) {
        WifiNetwork network = new WifiNetwork(SSID, password, WifiNetwork.DEFAULT_CHANNEL);
        Bench bench = new Bench(AirSettings.of(7, List.of(network)).withStation(StationSettings.of(SSID, known))
                .withConditions(new AirConditions(Impairments.NONE.withLoss(loss), List.of())));
        bench.awake = false;
        bench.air.stations().getFirst().plug(new Network() {
            @Override
            public EthernetPort plug(EthernetPort guests, Host host) {
                fromStation = guests;
                return atStation::add;
            }

            @Override
            public void close() { }
        }, new Bench.Host(bench.clock));
        return bench;
    }

    private static List<String> lines(Bench bench) {
        return bench.events.stream().map(AirEvent::line).toList();
    }

    private static byte[] frame(MacAddress destination, MacAddress source, int number, int length) {
        ByteBuffer frame = ByteBuffer.allocate(length);
        destination.put(frame);
        source.put(frame);
        return frame.putShort((short) 0x0800).putInt(number).array();
    }

    private void exchange(Bench bench) {
        MacAddress station = bench.air.stations().getFirst().address();
        for (int i = 0; i < 20; i++) {
            byte[] up = frame(HOST, station, i, 60 + i);
            byte[] down = frame(station, HOST, i, 1_514 - i);
            byte[] toAll = frame(MacAddress.BROADCAST, HOST, i, 64);
            fromStation.send(up);
            bench.guests.send(down.clone());
            bench.guests.send(toAll.clone());
            bench.run(10);
            assertArrayEquals(up, bench.ethernet.get(i));
            assertArrayEquals(down, atStation.get(2 * i));
            assertArrayEquals(toAll, atStation.get(2 * i + 1));
        }
    }

    @Test
    void joinsAnOpenNetwork() {
        Bench bench = bench(Optional.empty(), "", 0);
        bench.run(300);
        assertEquals(List.of("a station joined 'crema' aid=1", "associated aid=1 with 'crema'"), lines(bench).subList(1, 3));
        exchange(bench);
    }

    @Test
    void joinsASecuredNetwork() {
        Bench bench = bench(Optional.of("ristretto"), "ristretto", 0);
        bench.run(300);
        assertEquals(List.of("associated aid=1 with 'crema'", "a station joined 'crema' aid=1", "4-way complete"),
                lines(bench).subList(1, 4));
        exchange(bench);
        bench.air.accessPoints().getFirst().renewGroupKey();
        bench.run(10);
        assertEquals("group key of 'crema' renewed", bench.events.getLast().line());
        atStation.clear();
        bench.ethernet.clear();
        exchange(bench);
        assertEquals(5, bench.events.size());
    }

    @Test
    void aWrongPasswordEndsWithReason15() {
        Bench bench = bench(Optional.of("ristretto"), "lungo-lungo", 0);
        bench.run(4_000);
        assertEquals(List.of("associated aid=1 with 'crema'", "wrong password for 'crema'",
                "disassociated from 'crema' by the access point, reason 15 (4-way handshake timeout)",
                "the station is not in 'crema': it said reason 15 (4-way handshake timeout)"), lines(bench).subList(1, 5));
        assertFalse(bench.air.stations().getFirst().isJoined());
    }

    @Test
    void joinsAgainWhenItWasSentAway() {
        Bench bench = bench(Optional.of("ristretto"), "ristretto", 0);
        bench.run(300);
        bench.air.accessPoints().getFirst().deauthenticateAll(ReasonCode.LEAVING);
        bench.run(10);
        assertFalse(bench.air.stations().getFirst().isJoined());
        bench.run(2_000);
        assertTrue(bench.air.stations().getFirst().isJoined());
        exchange(bench);
        bench.air.accessPoints().getFirst().down();
        bench.run(8_000);
        assertEquals("the station is not in 'crema': it has fallen silent", bench.events.getLast().line());
        bench.air.accessPoints().getFirst().up();
        bench.run(2_000);
        assertTrue(bench.air.stations().getFirst().isJoined());
    }

    @Test
    void followsANetworkToAnotherChannelAtItsNextBeacon() {
        Bench bench = new Bench(AirSettings.of(1, List.of()).withStation(StationSettings.any()));
        Station station = bench.air.stations().getFirst();
        beacon(bench);
        bench.send(answer(bench, FrameKind.AUTHENTICATION).u16(0).u16(2).u16(0));
        bench.run(5);
        bench.send(answer(bench, FrameKind.ASSOCIATION_RESPONSE).u16(0x0401).u16(0).u16(0xC001));
        assertTrue(station.isJoined());
        bench.channel = 11;
        assertFalse(bench.send(answer(bench, FrameKind.NULL)));
        beacon(bench);
        assertTrue(bench.send(answer(bench, FrameKind.NULL)));
        assertEquals(11, station.channel());
        assertEquals(List.of("a station joined 'lungo' aid=1"), lines(bench));
    }

    private static void beacon(Bench bench) {
        bench.send(MpduBuilder.management(FrameKind.BEACON, MacAddress.BROADCAST, Bench.STATION, Bench.STATION).u64(0).u16(100)
                .u16(0x0401).element(Elements.SSID, "lungo".getBytes(StandardCharsets.US_ASCII)));
        bench.run(5);
    }

    private static MpduBuilder answer(Bench bench, FrameKind kind) {
        return MpduBuilder.management(kind, bench.air.stations().getFirst().address(), Bench.STATION, Bench.STATION);
    }

    /** A lost frame is sent again, so what arrives is complete and in order; only frames to groups can be missing. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3})
    void lossDelaysButLosesNothing(double loss) {
        Bench bench = bench(Optional.of("ristretto"), "ristretto", loss);
        bench.run(20_000);
        Station station = bench.air.stations().getFirst();
        assertTrue(station.isJoined(), () -> lines(bench).toString());
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] frame = frame(HOST, station.address(), i, 500);
            sent.add(frame);
            fromStation.send(frame.clone());
            bench.run(10);
        }
        int received = bench.ethernet.size();
        assertTrue(received >= 295, "received " + received);
        int at = 0;
        for (byte[] frame : bench.ethernet) {
            while (!Arrays.equals(frame, sent.get(at))) {
                at++;
            }
            at++;
        }
    }

    @Test
    void equalSeedsGiveEqualAir() {
        List<List<String>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            List<String> heard = new ArrayList<>();
            Bench bench = bench(Optional.of("ristretto"), "ristretto", 0.3);
            bench.air.onFrame((tick, frame) -> heard.add(tick + " " + HexFormat.of().formatHex(frame.mpdu())));
            bench.run(5_000);
            runs.add(heard);
        }
        assertFalse(runs.getFirst().isEmpty());
        assertEquals(runs.getFirst(), runs.getLast());
    }
}
