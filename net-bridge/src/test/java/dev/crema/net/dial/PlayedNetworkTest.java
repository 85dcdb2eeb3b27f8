package dev.crema.net.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.Snapshot;
import dev.crema.emulator.state.StateException;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.Network;
import dev.crema.net.ethernet.PlayedNetwork;
import dev.crema.net.ethernet.RecordedNetwork;
import dev.crema.net.ethernet.Recording;
import dev.crema.net.iroh.Echo;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A dial with keys of its own, which never comes again, happens again and again from its recording. */
final class PlayedNetworkTest {
    private static final FlashImage IMAGE = Samples.acceleratedEndpoint();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    private Machine machine(Network behind) {
        Air air = new Air(AirSettings.of(0, List.of(
                new WifiNetwork(Ssid.of("crema"), Optional.of("ristretto"), WifiNetwork.DEFAULT_CHANNEL))));
        Machine machine = Machine.of(IMAGE, Board.WROVER.withFlashSize(IMAGE.size()), MachineOptions.DEFAULT.withAir(air));
        new Surroundings(air, behind, station -> behind).receive(machine);
        machine.console().onOutput(console::write);
        return machine;
    }

    @Test
    void theGuestMeetsTheSameToTheTick() throws Exception {
        Snapshot start;
        Recording recording;
        Machine live;
        try (UserNetwork network = UserNetwork.open(UserNetworkOptions.DEFAULT)) {
            RecordedNetwork recorded = new RecordedNetwork(network);
            live = machine(recorded);
            GuestEndpoint endpoint = new GuestEndpoint(live, network, SecretKey.of(new byte[32]));
            Ticket ticket = endpoint.boot(Duration.ofSeconds(60));
            start = live.snapshot();
            recorded.start();
            console.reset();
            endpoint.dial(ticket, Echo.ALPN, new ByteArrayInputStream(new byte[3_000]), TIMEOUT);
            recording = Recording.of(recorded.recording().toBytes());
        }
        String said = console.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("3000 bytes in, 3000 out"), said);
        for (int time = 0; time < 2; time++) {
            console.reset();
            PlayedNetwork player = new PlayedNetwork(recording);
            Machine again = machine(player);
            again.restore(start);
            player.start();
                while (again.now().compareTo(live.now()) < 0) {
                again.run(again.untilMultipleOf(LanNetwork.STEP));
            }
            assertEquals(said, console.toString(StandardCharsets.UTF_8));
            assertEquals(live.instructions(), again.instructions());
            assertEquals(live.memoryHash(), again.memoryHash());
        }
    }

    @Test
    void aRecordingThatIsDamagedIsRefused() {
        byte[] whole = new Recording(List.of(new Recording.Frame(1, true, new byte[60]))).toBytes();
        assertEquals(1, Recording.of(whole).frames().size());
        assertThrows(StateException.class, () -> Recording.of(Arrays.copyOf(whole, whole.length - 1)));
    }
}
