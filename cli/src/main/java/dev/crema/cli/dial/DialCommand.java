package dev.crema.cli.dial;

import dev.crema.cli.ExitCode;
import dev.crema.cli.GuestTime;
import dev.crema.cli.monitor.Screen;
import dev.crema.cli.run.GuestOptions;
import dev.crema.cli.run.GuestOptions.Guest;
import dev.crema.net.dial.Dialed;
import dev.crema.net.dial.GuestEndpoint;
import dev.crema.net.dial.GuestException;
import dev.crema.net.dial.Moment;
import dev.crema.net.iroh.Connection;
import dev.crema.net.iroh.DialException;
import dev.crema.net.iroh.Dialer;
import dev.crema.net.iroh.Echo;
import dev.crema.net.iroh.EchoReport;
import dev.crema.net.iroh.HostUdpPort;
import dev.crema.net.iroh.ticket.MalformedTicketException;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crema dial}. Tickets are read when it runs, so that no other command loads anything for it. */
@Command(name = "dial", description = {
    "Dials an iroh endpoint by its ticket and has it echo something. Given a firmware image in place of a ticket, boots it, waits",
    "for the ticket on its console, and dials it on its own network, without any port of the host."},
        mixinStandardHelpOptions = true, sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the echo came back", "1:the endpoint did not answer, refused, or sent back something else",
            "2:the command line, the ticket or a file cannot be used"})
public final class DialCommand implements Callable<Integer> {
    private static final Set<String> OWN_OPTIONS = Set.of("--alpn", "--timeout", "--message", "--file");
    private static final Duration BOOT_LIMIT = Duration.ofSeconds(120);
    private static final String DEFAULT_MESSAGE = "Hello from crema!";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "TICKET|IMAGE", description = {
        "The long ticket that the endpoint prints: endpoint...; or firmware, as crema run takes it."})
    private List<String> dialed = List.of();

    @Option(names = "--alpn", paramLabel = "NAME", defaultValue = Echo.ALPN,
            description = "Protocol to speak; it must echo (default: ${DEFAULT-VALUE}).")
    private String alpn;

    @Option(names = "--timeout", paramLabel = "TIME", converter = GuestTime.class, defaultValue = "30s",
            description = "How long to wait for an answer, and then for more of the echo (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @ArgGroup
    private Content content = new Content();

    @Mixin
    private GuestOptions guestOptions;

    /** What to send. */
    private static final class Content {
        @Option(names = "--message", paramLabel = "TEXT", description = "Text to send (default: \"" + DEFAULT_MESSAGE + "\").")
        private Optional<String> message = Optional.empty();

        @Option(names = "--file", paramLabel = "FILE", description = "File to send; - stands for standard input.")
        private Optional<Path> file = Optional.empty();

        InputStream open() throws IOException {
            if (file.isEmpty()) {
                return new ByteArrayInputStream(message.orElse(DEFAULT_MESSAGE).getBytes(StandardCharsets.UTF_8));
            }
            return file.get().toString().equals("-") ? System.in : Files.newInputStream(file.get());
        }
    }

    @Override
    public Integer call() throws GuestException, IOException {
        if (alpn.isBlank() || alpn.getBytes(StandardCharsets.UTF_8).length > 255) {
            throw mistake("The name of a protocol has 1 to 255 bytes");
        }
        if (timeout.isZero()) {
            throw mistake("A timeout of nothing leaves no time for an answer");
        }
        boolean image = dialed.size() > 1 || dialed.getFirst().contains("=") || Files.exists(Path.of(dialed.getFirst()));
        try {
            return image ? dialImage() : dialTicket(parse(dialed.getFirst()));
        } catch (DialException failure) {
            say(failure.getMessage());
            return failure.reason() == DialException.Reason.NO_ADDRESS ? ExitCode.BAD_INPUT : ExitCode.GUEST_FAILED;
        }
    }

    private int dialTicket(Ticket ticket) throws DialException, IOException {
        Optional<String> misplaced = spec.commandLine().getParseResult().matchedOptions().stream().map(OptionSpec::longestName)
                .filter(option -> !OWN_OPTIONS.contains(option)).findFirst();
        if (misplaced.isPresent()) {
            throw mistake(misplaced.get() + " is for an image; a ticket is dialed over the host's network");
        }
        Dialer dialer = new Dialer(HostUdpPort.NETWORK, Optional.of(key()));
        try (InputStream source = content.open(); Connection connection = dialer.dial(ticket, alpn, timeout)) {
            print("%s at %s", connection.peer(), connection.place());
            print("handshake  %s", milliseconds(connection.handshakeTime()));
            EchoReport report = Echo.run(connection, source, timeout);
            print("echo       %d bytes, round trip %s", report.bytes(), milliseconds(report.roundTrip()));
            return ExitCode.OK;
        }
    }

    private int dialImage() throws DialException, GuestException, IOException {
        Screen screen = new Screen(System.err, System.err, false, line -> List.of());
        try (InputStream source = content.open(); Guest guest = guestOptions.open(dialed, screen)) {
            GuestEndpoint endpoint = new GuestEndpoint(guest.machine(), guest.network(), key());
            try {
                Dialed report = endpoint.dial(endpoint.boot(BOOT_LIMIT), alpn, source, timeout);
                print("%s at %s", report.peer(), report.place());
                print("handshake  %s, %,d instructions", times(report.handshake()), report.handshake().instructions());
                print("echo       %d bytes, %s", report.echo().bytes(), times(report.echoing()));
                return ExitCode.OK;
            } finally {
                screen.flush();
            }
        }
    }

    private static SecretKey key() {
        return SecretKey.generate(new SecureRandom());
    }

    private void print(String form, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, form, values));
        out.flush();
    }

    private void say(String sentence) {
        PrintWriter errors = spec.commandLine().getErr();
        errors.println("crema: " + sentence);
        errors.flush();
    }

    private Ticket parse(String text) {
        try {
            return Ticket.parse(text);
        } catch (MalformedTicketException malformed) {
            throw mistake(malformed.getMessage());
        }
    }

    private ParameterException mistake(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private static String times(Moment.Span span) {
        return milliseconds(span.guest()) + " of guest time, " + milliseconds(span.host()) + " of host time";
    }

    private static String milliseconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }
}
