package dev.crema.cli.run;

import dev.crema.cli.ExitCode;
import dev.crema.cli.monitor.Screen;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.StopCondition;
import dev.crema.emulator.machine.StopReason;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.iroh.Connection;
import dev.crema.net.iroh.DialException;
import dev.crema.net.iroh.Dialer;
import dev.crema.net.iroh.Echo;
import dev.crema.net.iroh.EchoReport;
import dev.crema.net.iroh.HostUdpPort;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import dev.crema.net.usernet.Forward;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;

/** {@code crema demo}: an endpoint boots, joins a network, is dialed, and echoes. */
@Command(
        name = "demo",
        description = "Boots the endpoint sample that comes with Crema, lets it join a WiFi network, dials it and has it echo.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the echo came back", "1:it did not"})
public final class DemoCommand implements Callable<Integer> {
    private static final String READY = "endpoint: ready";
    private static final Pattern TICKET = Pattern.compile("long ticket: (endpoint[a-z2-7]+)");
    private static final String MESSAGE = "Hello from the host!";
    private static final Duration BOOT_LIMIT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(20);
    private static final Pattern FAREWELL_LINE = Pattern.compile("connection \\d+: closed .*\n");
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final StringBuilder console = new StringBuilder();

    /** How far a run had come, here and in the guest. */
    private record Moment(long hostNanos, Duration guest) {
        static Moment of(Machine machine) {
            return new Moment(System.nanoTime(), machine.now());
        }

        String since(Moment before) {
            return String.format(Locale.ROOT, "%8.3f s of guest time %8.3f s of host time",
                    guest.minus(before.guest).toNanos() / 1e9, (hostNanos - before.hostNanos) / 1e9);
        }
    }

    /** What came back, and when the handshake was over. */
    private record Dialed(Duration handshake, EchoReport echo) { }

    @Override
    public Integer call() {
        FlashImage image = Samples.endpoint();
        Screen screen = new Screen(new FileOutputStream(FileDescriptor.out), System.err, false, line -> List.of());
        Air air = new Air(AirSettings.of(0, List.of(
                new WifiNetwork(Ssid.of("crema"), Optional.of("ristretto"), WifiNetwork.DEFAULT_CHANNEL))));
        UserNetwork network = UserNetwork.open(UserNetworkOptions.DEFAULT
                .withForwards(List.of(Forward.parse("udp:127.0.0.1:0-:11204")))
                .withListener(event -> screen.remark(event.line())));
        air.onEvent(event -> screen.remark("wifi: " + event.line()));
        try (Surroundings surroundings = new Surroundings(air, network)) {
            Machine machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT.withAir(air));
            surroundings.receive(machine);
            machine.console().onOutput(character -> {
                console.append((char) character);
                screen.print(character);
            });
            return run(machine, network.forwards().getFirst().port(), screen);
        }
    }

    private int run(Machine machine, int port, Screen screen) {
        Moment start = Moment.of(machine);
        StopReason booted = machine.run(BOOT_LIMIT, List.of(new StopCondition.ConsoleText(READY)));
        Moment ready = Moment.of(machine);
        Matcher ticket = TICKET.matcher(console);
        if (!(booted instanceof StopReason.Met) || !ticket.find()) {
            screen.conclude("crema: The endpoint did not come up.");
            return ExitCode.GUEST_FAILED;
        }
        CompletableFuture<Dialed> dialing = CompletableFuture.supplyAsync(() -> dial(ticket.group(1), port));
        while (!dialing.isDone()) {
            machine.run(STEP);
        }
        // What the endpoint says of the end is still on its way through the UART.
        Duration patience = machine.now().plus(FAREWELL);
        while (!FAREWELL_LINE.matcher(console).find() && machine.now().compareTo(patience) < 0) {
            machine.run(STEP);
        }
        Moment end = Moment.of(machine);
        if (dialing.isCompletedExceptionally()) {
            screen.conclude("crema: " + dialing.exceptionNow().getMessage());
            return ExitCode.GUEST_FAILED;
        }
        Dialed dialed = dialing.resultNow();
        screen.conclude(String.join(System.lineSeparator(),
                "boot, join, address  " + ready.since(start),
                "dial, echo, close    " + end.since(ready),
                String.format(Locale.ROOT, "handshake %.0f ms, echo of %d bytes %.0f ms, in host time",
                        dialed.handshake.toNanos() / 1e6, dialed.echo.bytes(), dialed.echo.roundTrip().toNanos() / 1e6),
                "crema: The echo came back."));
        return ExitCode.OK;
    }

    /** Dials through the forward, for the ticket has the address that only the guest's network knows. */
    private static Dialed dial(String ticket, int port) {
        Ticket here = Ticket.parse(ticket).atLocalPort(port);
        Dialer dialer = new Dialer(HostUdpPort.NETWORK, Optional.of(SecretKey.generate(new SecureRandom())));
        try (Connection connection = dialer.dial(here, Echo.ALPN, PATIENCE)) {
            return new Dialed(connection.handshakeTime(),
                    Echo.run(connection, new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.UTF_8)), PATIENCE));
        } catch (DialException refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
