package dev.crema.cli.dial;

import dev.crema.cli.ExitCode;
import dev.crema.cli.GuestTime;
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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crema dial}. Tickets are read when it runs, so that no other command loads anything for it. */
@Command(name = "dial", description = "Dials an iroh endpoint by its ticket and has it echo something.", mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the echo came back", "1:the endpoint did not answer, refused, or sent back something else",
            "2:the command line, the ticket or the file cannot be used"})
public final class DialCommand implements Callable<Integer> {
    private static final String DEFAULT_MESSAGE = "Hello from crema!";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TICKET", description = "The long ticket that the endpoint prints: endpoint...")
    private String ticket;

    @Option(names = "--alpn", paramLabel = "NAME", defaultValue = Echo.ALPN,
            description = "Protocol to speak; it must echo (default: ${DEFAULT-VALUE}).")
    private String alpn;

    @Option(names = "--timeout", paramLabel = "TIME", converter = GuestTime.class, defaultValue = "30s",
            description = "How long to wait for an answer, and then for more of the echo (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @ArgGroup
    private Content content = new Content();

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
    public Integer call() throws IOException {
        Ticket endpoint = parse(ticket);
        if (alpn.isBlank() || alpn.getBytes(StandardCharsets.UTF_8).length > 255) {
            throw mistake("The name of a protocol has 1 to 255 bytes");
        }
        if (timeout.isZero()) {
            throw mistake("A timeout of nothing leaves no time for an answer");
        }
        PrintWriter out = spec.commandLine().getOut();
        Dialer dialer = new Dialer(HostUdpPort.NETWORK, Optional.of(SecretKey.generate(new SecureRandom())));
        try (InputStream source = content.open(); Connection connection = dialer.dial(endpoint, alpn, timeout)) {
            out.printf(Locale.ROOT, "%s at %s%n", connection.peer(), connection.place());
            out.printf(Locale.ROOT, "handshake  %s%n", milliseconds(connection.handshakeTime()));
            out.flush();
            EchoReport report = Echo.run(connection, source, timeout);
            out.printf(Locale.ROOT, "echo       %d bytes, round trip %s%n", report.bytes(), milliseconds(report.roundTrip()));
            out.flush();
            return ExitCode.OK;
        } catch (DialException failure) {
            PrintWriter errors = spec.commandLine().getErr();
            errors.println("crema: " + failure.getMessage());
            errors.flush();
            return failure.reason() == DialException.Reason.NO_ADDRESS ? ExitCode.BAD_INPUT : ExitCode.GUEST_FAILED;
        }
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

    private static String milliseconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }
}
