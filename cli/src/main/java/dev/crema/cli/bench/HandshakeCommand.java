package dev.crema.cli.bench;

import dev.crema.cli.ExitCode;
import dev.crema.cli.GuestTime;
import dev.crema.cli.monitor.Screen;
import dev.crema.cli.run.GuestOptions;
import dev.crema.cli.run.GuestOptions.Guest;
import dev.crema.net.dial.GuestEndpoint;
import dev.crema.net.dial.GuestException;
import dev.crema.net.dial.HandshakeReport;
import dev.crema.net.iroh.DialException;
import dev.crema.net.iroh.Echo;
import dev.crema.net.iroh.ticket.SecretKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crema bench handshake}. */
@Command(name = "handshake", description = {
    "Boots firmware that prints the ticket of an iroh endpoint, dials it on its own network, and tells what the handshake costs the",
    "chip and where: every cycle, by what it is for and by function, if the image is an ELF file or comes with --elf."},
        mixinStandardHelpOptions = true, sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:the endpoint did not come up, did not answer, or refused",
            "2:the command line or a file cannot be used"})
final class HandshakeCommand implements Callable<Integer> {
    private static final Duration BOOT_LIMIT = Duration.ofSeconds(120);

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Firmware, as crema run takes it.")
    private List<String> images = List.of();

    @Option(names = "--alpn", paramLabel = "NAME", defaultValue = Echo.ALPN,
            description = "Protocol to ask for (default: ${DEFAULT-VALUE}).")
    private String alpn;

    @Option(names = "--dials", paramLabel = "N", defaultValue = "5",
            description = "Handshakes without a profile, for the host time (default: ${DEFAULT-VALUE}).")
    private int dials;

    @Option(names = "--timeout", paramLabel = "TIME", converter = GuestTime.class, defaultValue = "60s",
            description = "How long to wait for an answer, in host time (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all of it as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--flame-graph", paramLabel = "FILE", description = "Draw the calls of a handshake, as SVG.")
    private Optional<Path> flameGraph = Optional.empty();

    @Mixin
    private GuestOptions guestOptions;

    @Override
    public Integer call() throws DialException, GuestException, IOException {
        if (dials < 1 || timeout.isZero()) {
            throw new ParameterException(spec.commandLine(), dials < 1 ? "Take at least one dial" : "A timeout of nothing leaves no time");
        }
        Screen screen = new Screen(System.err, System.err, false, line -> List.of());
        try (Guest guest = guestOptions.open(images, screen)) {
            GuestEndpoint endpoint = new GuestEndpoint(guest.machine(), guest.network(), SecretKey.generate(new SecureRandom()));
            HandshakeReport report = endpoint.measure(images.getLast(), endpoint.boot(BOOT_LIMIT), alpn, dials, timeout);
            PrintWriter out = spec.commandLine().getOut();
            report.table().forEach(out::println);
            out.flush();
            if (json.isPresent()) {
                Files.writeString(json.get(), report.json());
            }
            if (flameGraph.isPresent()) {
                Files.writeString(flameGraph.get(), report.flameGraph());
            }
            return ExitCode.OK;
        } finally {
            screen.flush();
        }
    }
}
