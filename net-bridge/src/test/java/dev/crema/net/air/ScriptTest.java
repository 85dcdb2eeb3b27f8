package dev.crema.net.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.air.frame.Ssid;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happens at its time, to a station that comes back as soon as it can. */
class ScriptTest {
    private static final Ssid SSID = Ssid.of("crema");

    private static Bench bench(String conditions) {
        Bench bench = new Bench(AirSettings.of(5, List.of(new WifiNetwork(SSID, Optional.of("ristretto"), 1)))
                .withStation(StationSettings.of(SSID, "ristretto")).withConditions(AirConditions.parse(conditions)));
        bench.awake = false;
        return bench;
    }

    private static long joins(Bench bench) {
        return bench.events.stream().filter(AirEvent.StationJoined.class::isInstance).count();
    }

    @Test
    void aStormOfDeauthentications() {
        Bench bench = bench("at=2s:deauth*30");
        bench.run(1_900);
        assertEquals(1, joins(bench));
        bench.run(200);
        assertFalse(bench.air.stations().getFirst().isJoined());
        bench.run(5_000);
        assertTrue(bench.air.stations().getFirst().isJoined());
        assertTrue(joins(bench) > 2, () -> joins(bench) + " joins");
    }

    @Test
    void anAccessPointIsLostAndComesBack() {
        Bench bench = bench("at=2s:down,at=12s:up");
        bench.run(11_000);
        assertFalse(bench.air.stations().getFirst().isJoined());
        bench.run(3_000);
        assertTrue(bench.air.stations().getFirst().isJoined());
    }

    @Test
    void anotherAccessPointTakesOver() {
        Bench bench = bench("at=2s:roam,at=6s:roam");
        bench.run(5_900);
        assertTrue(bench.air.stations().getFirst().isJoined());
        List<AccessPoint> accessPoints = bench.air.accessPoints();
        assertEquals(List.of(1, 6), accessPoints.stream().map(AccessPoint::channel).toList());
        assertEquals(List.of(false, true), accessPoints.stream().map(AccessPoint::isUp).toList());
        bench.run(4_000);
        assertTrue(bench.air.stations().getFirst().isJoined());
        assertEquals(List.of(true, false), accessPoints.stream().map(AccessPoint::isUp).toList());
        assertEquals(2, bench.air.accessPoints().size());
        assertEquals(3, joins(bench));
    }

    @Test
    void aWeakSignalIsNotHeard() {
        Bench bench = bench("signal=-99");
        bench.run(2_000);
        assertEquals(0, joins(bench));
        Bench nearer = bench("signal=-97");
        nearer.run(2_000);
        assertEquals(1, joins(nearer));
    }
}
