package dev.crema.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.Snapshot;
import dev.crema.emulator.machine.SnapshotException;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirConditions;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A machine is saved while it joins a network, and afterwards: restored, it does what the one does that went on. */
final class SnapshotTest {
    private static final FlashImage IMAGE = Samples.endpoint();
    private static final Duration BEFORE_JOINING = Duration.ofMillis(850);
    private static final Duration BETWEEN = Duration.ofMillis(9);
    private static final Duration AFTERWARDS = Duration.ofMillis(25);
    private static final int POINTS = 8;

    private static Surroundings surroundings(String conditions, int channel) {
        AirSettings settings =
                AirSettings.of(3, List.of(new WifiNetwork(Ssid.of("crema"), Optional.of("ristretto"), channel)));
        return new Surroundings(new Air(settings.withConditions(AirConditions.parse(conditions))),
                UserNetwork.open(UserNetworkOptions.DEFAULT));
    }

    private static Machine machine(Surroundings around) {
        Machine machine = Machine.of(IMAGE, Board.WROVER.withFlashSize(IMAGE.size()),
                MachineOptions.DEFAULT.withAir(around.air()));
        around.receive(machine);
        return machine;
    }

    @Test
    void whileJoining() {
        assertTrue(follow("signal=-50").contains("dhcp: 10.0.2.15"));
    }

    @Test
    void whereTheAirIsBad() {
        follow("loss=10%,delay=3ms,dup=5%,reorder=5%,at=900ms:deauth,at=950ms:rekey");
    }

    private static String follow(String conditions) {
        try (Surroundings around = surroundings(conditions, 6)) {
            Machine going = machine(around);
            ByteArrayOutputStream console = new ByteArrayOutputStream();
            going.console().onOutput(console::write);
            going.run(BEFORE_JOINING);
            for (int point = 0; point < POINTS; point++) {
                going.run(BETWEEN);
                String where = "from " + going.now() + " on";
                Snapshot snapshot = going.snapshot();
                going.run(AFTERWARDS);
                try (Surroundings likewise = surroundings(conditions, 6)) {
                    Machine restored = machine(likewise);
                    restored.restore(snapshot);
                    assertEquals(snapshot, restored.snapshot(), where);
                    restored.run(AFTERWARDS);
                    assertEquals(going.snapshot(), restored.snapshot(), where);
                }
            }
            return console.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void aForkHasAnAirOfItsOwn() {
        try (Surroundings around = surroundings("delay=3ms", 6); Surroundings likewise = surroundings("delay=3ms", 6)) {
            Machine going = machine(around);
            going.run(BEFORE_JOINING);
            Machine fork = going.fork(likewise.air(), likewise::receive);
            going.run(AFTERWARDS);
            fork.run(AFTERWARDS);
            assertEquals(going.snapshot(), fork.snapshot());
        }
    }

    @Test
    void anotherAirIsRefused() {
        try (Surroundings one = surroundings("signal=-50", 6); Surroundings other = surroundings("signal=-50", 7)) {
            Snapshot snapshot = machine(one).snapshot();
            Machine elsewhere = machine(other);
            String message = assertThrows(SnapshotException.class, () -> elsewhere.restore(snapshot)).getMessage();
            assertTrue(message.contains("other networks around it"), message);
        }
    }
}
