package dev.crema.net.air;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.device.RadioFrame;
import dev.crema.net.air.capture.FrameSummary;
import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.LlcSnap;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.air.security.Rsn;
import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A machine that sends anything at all: the air goes on as if nothing had been. */
class HostileAirTest {
    private static final MacAddress SECURED = new MacAddress(0x02_63_72_65_6D_01L);
    private static final MacAddress OPEN = new MacAddress(0x02_63_72_65_6D_02L);
    private static final MacAddress HOST = new MacAddress(0x52_55_0A_00_02_02L);
    private static final int LONGEST = 2_400;

    private Random random;
    private Bench bench;
    private Station station;
    private EthernetPort fromStation = frame -> { };

    @Test
    void fiftyThousandFrames() {
        survives(1, 50_000);
    }

    @Test
    @Tag("nightly")
    void aMillionFrames() {
        survives(2, 1_000_000);
    }

    private void survives(int seed, int frames) {
        random = new Random(seed);
        bench = new Bench(AirSettings.of(seed, List.of(new WifiNetwork(Ssid.of("crema"), Optional.of("ristretto"), 6),
                        new WifiNetwork(Ssid.of("latte"), Optional.empty(), 6)))
                .withAny(ssid -> random.nextBoolean() ? List.of("espressino") : List.of())
                .withStation(StationSettings.of(Ssid.of("crema"), "ristretto")));
        station = bench.air.stations().getFirst();
        station.plug(new Network() {
            @Override
            public EthernetPort plug(EthernetPort guests, Host host) {
                fromStation = guests;
                return frame -> { };
            }

            @Override
            public void close() { }
        }, new Bench.Host(bench.clock));
        bench.air.onFrame((tick, frame) -> assertFalse(FrameSummary.of(frame).isEmpty()));
        for (int i = 0; i < frames; i++) {
            bench.awake = random.nextBoolean();
            bench.air.transmit(new RadioFrame(hostile(), random.nextInt(20) == 0 ? random.nextInt(256) - 100 : 6,
                    random.nextInt(40) - 4, -random.nextInt(100)));
            bench.guests.send(bytes(random.nextInt(LONGEST)));
            bench.run(random.nextInt(3));
            bench.heard.clear();
            bench.events.clear();
            bench.ethernet.clear();
        }
        bench.awake = false;
        bench.run(30_000);
        assertTrue(station.isJoined());
        assertTrue(bench.air.accessPoints().size() <= 2 + 8);
        byte[] up = bytes(1_000);
        HOST.put(up, 0);
        station.address().put(up, MacAddress.LENGTH);
        up[12] = 8;
        bench.ethernet.clear();
        fromStation.send(up.clone());
        bench.run(20);
        assertEquals(1, bench.ethernet.size());
        assertArrayEquals(up, bench.ethernet.getFirst());
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] hostile() {
        if (random.nextInt(8) == 0) {
            return bytes(random.nextInt(LONGEST));
        }
        byte[] frame = sensible();
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(frame, random.nextInt(frame.length));
            case 1 -> Arrays.copyOf(frame, frame.length + random.nextInt(300));
            default -> frame;
        };
    }

    private MacAddress someone() {
        return switch (random.nextInt(5)) {
            case 0 -> station.address();
            case 1 -> new MacAddress(random.nextLong() & 0xFFFF_FFFF_FFFFL);
            default -> new MacAddress(Bench.STATION.bits() + random.nextInt(60));
        };
    }

    private FrameKind either(FrameKind one, FrameKind other) {
        return random.nextBoolean() ? one : other;
    }

    /** A frame that could mean something, from somebody, in any state. */
    private byte[] sensible() {
        MacAddress bssid = random.nextBoolean() ? SECURED : OPEN;
        byte[] name = (bssid.equals(SECURED) ? "crema" : "latte").getBytes(StandardCharsets.UTF_8);
        MacAddress from = someone();
        return switch (random.nextInt(14)) {
            case 0 -> MpduBuilder.management(FrameKind.PROBE_REQUEST, MacAddress.BROADCAST, from, MacAddress.BROADCAST)
                    .element(Elements.SSID, random.nextBoolean() ? name : bytes(random.nextInt(40))).build();
            case 1, 2 -> MpduBuilder.management(FrameKind.AUTHENTICATION, bssid, from, bssid).u16(0).u16(1).u16(0).build();
            case 3, 4 -> MpduBuilder.management(either(FrameKind.ASSOCIATION_REQUEST, FrameKind.REASSOCIATION_REQUEST), bssid,
                    from, bssid).u16(0x431).u16(10).element(Elements.SSID, name).element(Elements.RSN, Rsn.wpa2Psk()).build();
            case 5 -> MpduBuilder.management(either(FrameKind.DEAUTHENTICATION, FrameKind.DISASSOCIATION), bssid, from, bssid)
                    .u16(random.nextInt(70)).build();
            case 6 -> MpduBuilder.management(FrameKind.ACTION, bssid, from, bssid).u8(random.nextInt(8)).bytes(bytes(9)).build();
            case 7 -> MpduBuilder.psPoll(bssid, from, random.nextInt(40)).build();
            case 8 -> MpduBuilder.toDs(FrameKind.NULL, bssid, from, bssid).powerManagement(random.nextBoolean()).build();
            case 9 -> eapol(MpduBuilder.toDs(FrameKind.DATA, bssid, from, bssid));
            case 10 -> eapol(MpduBuilder.fromDs(FrameKind.DATA, station.address(), bssid, bssid));
            case 11 -> protectedFrame(MpduBuilder.toDs(FrameKind.QOS_DATA, bssid, from, HOST).u16(random.nextInt(256)));
            case 12 -> MpduBuilder.management(FrameKind.BEACON, MacAddress.BROADCAST, from, from).u64(0).u16(100).u16(0x431)
                    .element(Elements.SSID, name)
                    .element(Elements.RSN, random.nextBoolean() ? Rsn.wpa2Psk() : bytes(random.nextInt(24))).build();
            default -> MpduBuilder.toDs(FrameKind.DATA, bssid, from, random.nextBoolean() ? HOST : MacAddress.BROADCAST)
                    .bytes(LlcSnap.of(0x0800, bytes(random.nextInt(1_500)))).build();
        };
    }

    /** An EAPOL-Key frame with lengths and flags that may fit. */
    private byte[] eapol(MpduBuilder frame) {
        byte[] key = bytes(99 + random.nextInt(80));
        key[0] = 1;
        key[1] = 3;
        key[2] = 0;
        key[3] = (byte) (key.length - 4 + random.nextInt(2));
        key[4] = 2;
        key[5] = (byte) random.nextInt(32);
        key[6] = (byte) (2 | random.nextInt(32) << 3);
        Arrays.fill(key, 9, 16, (byte) 0);
        key[16] = (byte) random.nextInt(4);
        key[97] = 0;
        key[98] = (byte) (key.length - 99);
        return frame.bytes(LlcSnap.of(LlcSnap.ETHERTYPE_EAPOL, key)).build();
    }

    private byte[] protectedFrame(MpduBuilder frame) {
        byte[] bytes = frame.bytes(bytes(8 + random.nextInt(200))).build();
        bytes[1] |= Mpdu.PROTECTED;
        return bytes;
    }
}
