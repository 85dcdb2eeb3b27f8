package dev.crema.net.dial;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Engine;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.firmware.FlashImage;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirConditions;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An endpoint of the samples that has booted, with its console. */
final class TestEndpoint implements AutoCloseable {
    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final SecretKey KEY = SecretKey.of(new byte[32]);

    final GuestEndpoint guest;
    final Ticket ticket;
    final UserNetwork network;
    private final StringBuilder console = new StringBuilder();
    private final Surroundings surroundings;

    TestEndpoint(FlashImage image, AirConditions conditions) throws GuestException {
        this(image, conditions, UserNetworkOptions.DEFAULT);
    }

    TestEndpoint(FlashImage image, AirConditions conditions, UserNetworkOptions options) throws GuestException {
        Air air = new Air(AirSettings.of(0, List.of(
                new WifiNetwork(Ssid.of("crema"), Optional.of("ristretto"), WifiNetwork.DEFAULT_CHANNEL))).withConditions(conditions));
        network = UserNetwork.open(options);
        surroundings = new Surroundings(air, network);
        Machine machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()),
                MachineOptions.DEFAULT.withAir(air).withEngine(Engine.AUTO));
        surroundings.receive(machine);
        machine.console().onOutput(character -> console.append((char) character));
        guest = new GuestEndpoint(machine, network, KEY);
        ticket = guest.boot(BOOT);
    }

    static TestEndpoint of(FlashImage image) throws GuestException {
        return new TestEndpoint(image, AirConditions.NONE);
    }

    String console() {
        return console.toString();
    }

    /** Lets some guest time pass. */
    void pass(Duration span) {
        guest.machine().run(span);
    }

    @Override
    public void close() {
        surroundings.close();
    }
}
