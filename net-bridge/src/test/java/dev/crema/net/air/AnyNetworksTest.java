package dev.crema.net.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.MacAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnyNetworksTest {
    private static final Ssid SSID = Ssid.of("Caffe Greco");

    private static Bench bench(PasswordSource source, String password) {
        Bench bench = new Bench(AirSettings.of(1, List.of()).withAny(source).withStation(StationSettings.of(SSID, password)));
        bench.channel = 9;
        return bench;
    }

    private static void probe(Bench bench, String ssid) {
        bench.send(MpduBuilder.management(FrameKind.PROBE_REQUEST, MacAddress.BROADCAST, Bench.STATION, MacAddress.BROADCAST)
                .element(Elements.SSID, ssid.getBytes(StandardCharsets.UTF_8)));
        bench.run(5);
    }

    @Test
    void thereIsWhatIsAskedFor() {
        Bench bench = bench(PasswordSource.NONE, "");
        probe(bench, "");
        assertEquals(List.of(), bench.air.accessPoints());
        probe(bench, "Caffe Greco");
        probe(bench, "Caffe Greco");
        assertEquals(2, bench.take(FrameKind.PROBE_RESPONSE).size());
        assertEquals(List.of(new WifiNetwork(SSID, Optional.empty(), 9)),
                bench.air.accessPoints().stream().map(AccessPoint::network).toList());
        bench.run(500);
        assertTrue(bench.air.stations().getFirst().isJoined());
        assertEquals("the firmware joined 'Caffe Greco' without password", bench.events.stream()
                .filter(AirEvent.CredentialsUsed.class::isInstance).findFirst().orElseThrow().line());
    }

    @Test
    void findsThePasswordAmongCandidates() {
        Bench bench = bench(ssid -> List.of("too", "ristretto", "espressino"), "espressino");
        probe(bench, "Caffe Greco");
        bench.run(500);
        assertTrue(bench.air.stations().getFirst().isJoined());
        assertEquals("the firmware joined 'Caffe Greco' with password 'espressino'", bench.events.stream()
                .filter(AirEvent.CredentialsUsed.class::isInstance).findFirst().orElseThrow().line());
    }

    @Test
    void aFirmwareThatAsksForThousandsGetsAFew() {
        Bench bench = bench(PasswordSource.NONE, "");
        for (int i = 0; i < 1_000; i++) {
            probe(bench, "network " + i);
        }
        assertEquals(8, bench.air.accessPoints().size());
    }

    @Test
    void findsPasswordsInMemory() {
        byte[] memory = new byte[1_000];
        put(memory, 100, "Caffe Greco");
        put(memory, 132, "espressino");
        put(memory, 300, "Caffe Greco");
        put(memory, 339, "ristretto");
        put(memory, 500, "Caffe Greco, the other one");
        put(memory, 532, "macchiato");
        memory[696] = 11;
        put(memory, 700, "Caffe Greco\0left over");
        put(memory, 738, "lungo...");
        put(memory, 800, "Caffe Greco\0left over");
        put(memory, 838, "corretto");
        put(memory, 985, "Caffe Greco");
        assertEquals(List.of("espressino", "lungo...", "ristretto"), new MemoryPasswords(() -> memory).candidates(SSID));
        assertEquals(List.of(), new MemoryPasswords(() -> memory).candidates(Ssid.of("Caffe")));
        assertEquals(List.of(), new MemoryPasswords(() -> new byte[0]).candidates(SSID));
    }

    private static void put(byte[] memory, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, memory, at, bytes.length);
    }
}
