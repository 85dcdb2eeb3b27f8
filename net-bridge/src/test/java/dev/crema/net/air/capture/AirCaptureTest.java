package dev.crema.net.air.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.crema.net.air.AirSettings;
import dev.crema.net.air.Bench;
import dev.crema.net.air.Station;
import dev.crema.net.air.StationSettings;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tshark makes of captures: it knows the password, nothing else. */
class AirCaptureTest {
    private static final Ssid SSID = Ssid.of("crema");
    private static final MacAddress HOST = new MacAddress(0x52_55_0A_00_02_02L);
    /** IEEE 802's "Local Experimental Ethertype 1", of which nobody can say that it is malformed. */
    private static final short EXPERIMENTAL = (short) 0x88B5;
    private static final String[] PASSWORD = {"-o", "wlan.enable_decryption:TRUE", "-o",
        "uat:80211_keys:\"wpa-pwd\",\"ristretto:crema\""};
    private static final int FRAMES = 10;

    @TempDir
    private Path folder;
    private EthernetPort fromStation = frame -> { };

    @BeforeEach
    void tshark() {
        Tshark.assumePresent();
    }

    private static byte[] frame(MacAddress destination, MacAddress source, int number) {
        ByteBuffer frame = ByteBuffer.allocate(60 + 100 * number);
        destination.put(frame);
        source.put(frame);
        return frame.putShort(EXPERIMENTAL).putInt(number).array();
    }

    /** A join, data both ways and to all, a new group key, and data again. */
    private void run(Path encrypted, Path decrypted) {
        WifiNetwork network = new WifiNetwork(SSID, Optional.of("ristretto"), WifiNetwork.DEFAULT_CHANNEL);
        Bench bench = new Bench(AirSettings.of(3, List.of(network)).withStation(StationSettings.of(SSID, "ristretto")));
        bench.awake = false;
        try (AirCapture raw = AirCapture.encrypted(encrypted);
                AirCapture open = AirCapture.decrypted(decrypted, bench.air.keys())) {
            bench.air.onFrame(raw);
            bench.air.onFrame(open);
            Station station = bench.air.stations().getFirst();
            station.plug(new Network() {
                @Override
                public EthernetPort plug(EthernetPort guests, Host host) {
                    fromStation = guests;
                    return frame -> { };
                }

                @Override
                public void close() { }
            }, new Bench.Host(bench.clock));
            bench.run(300);
            exchange(bench, station.address());
            bench.air.accessPoints().getFirst().renewGroupKey();
            bench.run(10);
            exchange(bench, station.address());
        }
    }

    private void exchange(Bench bench, MacAddress station) {
        for (int i = 0; i < FRAMES; i++) {
            fromStation.send(frame(HOST, station, i));
            bench.guests.send(frame(station, HOST, i));
            bench.guests.send(frame(MacAddress.BROADCAST, HOST, i));
            bench.run(20);
        }
    }

    @Test
    void decryptsWithThePassword() throws IOException, InterruptedException {
        Path encrypted = folder.resolve("encrypted.pcap");
        Path decrypted = folder.resolve("decrypted.pcap");
        run(encrypted, decrypted);

        for (Path capture : List.of(encrypted, decrypted)) {
            assertFalse(Tshark.read(capture, "wlan", PASSWORD).isEmpty());
            assertEquals(List.of(), Tshark.read(capture, "_ws.malformed || !(wlan.fcs.status == \"Good\")", PASSWORD));
            assertEquals(List.of(), Tshark.read(capture, "_ws.expert.severity >= warning", PASSWORD));
        }
        assertEquals(6, Tshark.read(encrypted, "eapol", PASSWORD).size(), "two handshakes");
        assertEquals(6 * FRAMES + 2, Tshark.read(encrypted, "wlan.fc.protected == 1", PASSWORD).size());
        assertEquals(6 * FRAMES, Tshark.read(encrypted, "llc.type == 0x88b5", PASSWORD).size(), "decrypted");
        assertEquals(0, Tshark.read(encrypted, "llc.type == 0x88b5").size(), "nothing is seen without the password");

        assertEquals(List.of(), Tshark.read(decrypted, "wlan.fc.protected == 1"));
        assertEquals(6, Tshark.read(decrypted, "eapol").size());
        assertEquals(6 * FRAMES, Tshark.read(decrypted, "llc.type == 0x88b5").size());
    }

    @Test
    void equalRunsGiveEqualFiles() throws IOException {
        List<byte[]> captures = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            Path capture = folder.resolve(name);
            run(capture, folder.resolve(name + "-decrypted"));
            captures.add(Files.readAllBytes(capture));
        }
        assertArrayEquals(captures.getFirst(), captures.getLast());
    }
}
