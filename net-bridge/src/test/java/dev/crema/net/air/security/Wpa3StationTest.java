package dev.crema.net.air.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.air.AirEvent;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.Bench;
import dev.crema.net.air.Station;
import dev.crema.net.air.StationSettings;
import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.LlcSnap;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.MacAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our station, and an access point played by hand that wants protected management frames. */
class Wpa3StationTest {
    private static final String PASSWORD = "ristretto";
    private static final MacAddress BSSID = Bench.STATION;
    private static final byte[] ANONCE = new byte[EapolKey.NONCE];

    private final Bench bench = new Bench(AirSettings.of(1, List.of()).withStation(StationSettings.any(PASSWORD)));
    private final Station station = bench.air.stations().getFirst();
    private byte[] rsn;
    private TemporalKey key;

    private MpduBuilder to(FrameKind kind) {
        return MpduBuilder.management(kind, station.address(), BSSID, BSSID);
    }

    private Mpdu heard(FrameKind kind) {
        bench.run(20);
        return bench.take(kind).getLast();
    }

    private byte[] exchange(MpduBuilder frame, FrameKind answer) {
        bench.send(frame);
        return heard(answer).body();
    }

    private void announce(Akm akm) {
        rsn = HexFormat.of().parseHex("0100" + "000fac04" + "0100000fac04" + "0100" + String.format("%08x", akm.suite()) + "c000");
        bench.send(MpduBuilder.management(FrameKind.BEACON, MacAddress.BROADCAST, BSSID, BSSID).u64(0).u16(100)
                .u16(0x0411).element(Elements.SSID, "lungo".getBytes(StandardCharsets.US_ASCII)).element(Elements.RSN, rsn));
    }

    private PairwiseMasterKey authenticate(String password) {
        Sae sae = new Sae(password, BSSID, station.address(), new Chance(7));
        byte[] commit = heard(FrameKind.AUTHENTICATION).body();
        assertArrayEquals(new byte[] {3, 0, 1, 0, 0, 0}, Arrays.copyOf(commit, 6));
        byte[] ours = sae.message();
        assertTrue(sae.takeCommit(Arrays.copyOfRange(commit, 6, commit.length)));
        byte[] confirm = exchange(to(FrameKind.AUTHENTICATION).u16(3).u16(1).u16(0).bytes(ours), FrameKind.AUTHENTICATION);
        byte[] request = exchange(to(FrameKind.AUTHENTICATION).u16(3).u16(2).u16(0).bytes(sae.message()), FrameKind.ASSOCIATION_REQUEST);
        byte[] wanted = new Elements(request, 4).find(Elements.RSN).orElseThrow();
        assertEquals("80", HexFormat.of().formatHex(wanted, 18, 19), "it can protect management frames");
        return sae.takeConfirm(Arrays.copyOfRange(confirm, 6, confirm.length)).orElseThrow();
    }

    private MpduBuilder data(byte[] eapol) {
        return MpduBuilder.fromDs(FrameKind.DATA, station.address(), BSSID, BSSID).bytes(LlcSnap.of(LlcSnap.ETHERTYPE_EAPOL, eapol));
    }

    private void handshake(Akm akm, PairwiseMasterKey master) {
        bench.send(to(FrameKind.ASSOCIATION_RESPONSE).u16(0x0411).u16(0).u16(0xC001));
        int first = akm.descriptor() | EapolKey.PAIRWISE | EapolKey.ACK;
        byte[] message = exchange(data(new EapolKey(2, first, 16, 1, ANONCE, 0, EapolKey.NO_DATA).bytes()), FrameKind.DATA);
        byte[] second = Arrays.copyOfRange(message, LlcSnap.HEADER, message.length);
        EapolKey answer = EapolKey.parse(second).orElseThrow();
        PairwiseTransientKey keys = PairwiseTransientKey.derive(akm, master, BSSID, station.address(), ANONCE, answer.nonce());
        assertEquals(akm.descriptor(), answer.descriptor());
        assertTrue(EapolKey.isSound(second, keys.confirmation()));
        byte[] data = KeyWrap.wrap(keys.encryption(), KeyData.of(Rsn.element(rsn), TemporalKey.forGroup(1, new Chance(8))));
        int third = first | EapolKey.INSTALL | EapolKey.MIC_PRESENT | EapolKey.SECURE | EapolKey.ENCRYPTED;
        bench.send(data(new EapolKey(2, third, 16, 2, ANONCE, 0, data).bytes(keys.confirmation())));
        bench.run(20);
        key = new TemporalKey(keys.temporal(), 0, 0);
        bench.heard.clear();
    }

    private void join() {
        announce(Akm.SAE);
        handshake(Akm.SAE, authenticate(PASSWORD));
        assertTrue(station.isJoined(), () -> bench.events.stream().map(AirEvent::line).toList().toString());
    }

    private void sendProtected(MpduBuilder frame) {
        bench.send(key.seal(Mpdu.parse(frame.build()).orElseThrow()));
    }

    private byte[] heardProtected() {
        return key.open(heard(FrameKind.ACTION)).flatMap(Mpdu::parse).map(Mpdu::body).orElseThrow();
    }

    @Test
    void joinsANetworkOfWpa3() {
        join();
    }

    @Test
    void joinsANetworkOfWpa2WithSha256() {
        announce(Akm.PSK_SHA256);
        heard(FrameKind.AUTHENTICATION);
        exchange(to(FrameKind.AUTHENTICATION).u16(0).u16(2).u16(0), FrameKind.ASSOCIATION_REQUEST);
        handshake(Akm.PSK_SHA256, new PairwiseMasterKey(PASSWORD, Ssid.of("lungo")));
        assertTrue(station.isJoined());
    }

    @Test
    void anotherPasswordIsNotLetIn() {
        announce(Akm.SAE);
        Sae sae = new Sae("espressino", BSSID, station.address(), new Chance(7));
        byte[] commit = heard(FrameKind.AUTHENTICATION).body();
        byte[] ours = sae.message();
        assertTrue(sae.takeCommit(Arrays.copyOfRange(commit, 6, commit.length)));
        exchange(to(FrameKind.AUTHENTICATION).u16(3).u16(1).u16(0).bytes(ours), FrameKind.AUTHENTICATION);
        bench.send(to(FrameKind.AUTHENTICATION).u16(3).u16(2).u16(0).bytes(sae.message()));
        assertEquals("the station is not in 'lungo': it has another password", bench.events.getLast().line());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1300", "ff"})
    void garbageInPlaceOfACommitmentEndsTheAttempt(String body) {
        announce(Akm.SAE);
        heard(FrameKind.AUTHENTICATION);
        bench.send(to(FrameKind.AUTHENTICATION).u16(3).u16(1).u16(0).bytes(HexFormat.of().parseHex(body)));
        assertEquals("the station is not in 'lungo': its commitment is none", bench.events.getLast().line());
    }

    @Test
    void anAccessPointThatMeansItIsObeyed() {
        join();
        sendProtected(to(FrameKind.DEAUTHENTICATION).u16(3));
        assertFalse(station.isJoined());
    }

    @Test
    void whoeverSaysThatItIsSentAwayIsNotBelieved() {
        join();
        bench.send(to(FrameKind.DEAUTHENTICATION).u16(3));
        byte[] query = heardProtected();
        assertArrayEquals(new byte[] {8, 0}, Arrays.copyOf(query, 2));
        sendProtected(to(FrameKind.ACTION).u8(8).u8(1).u8(query[2]).u8(query[3]));
        bench.run(3_000);
        assertTrue(station.isJoined());
        bench.send(to(FrameKind.DEAUTHENTICATION).u16(3));
        bench.run(3_000);
        assertFalse(station.isJoined(), "the access point does not answer");
    }

    @Test
    void anAccessPointMayAskToo() {
        join();
        sendProtected(to(FrameKind.ACTION).u8(8).u8(0).u8(0x12).u8(0x34));
        assertArrayEquals(new byte[] {8, 1, 0x12, 0x34}, heardProtected());
    }
}
