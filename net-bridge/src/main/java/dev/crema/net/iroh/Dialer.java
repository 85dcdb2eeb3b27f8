package dev.crema.net.iroh;

import dev.crema.net.iroh.DialException.Reason;
import dev.crema.net.iroh.quic.EndpointKey;
import dev.crema.net.iroh.quic.RawKeyCertificate;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.log.NullLogger;

/** Dials endpoints by their tickets. */
public final class Dialer {
    /** iroh itself gives up after 30 s of silence. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FAREWELL = Duration.ofMillis(200);

    private final UdpNetwork network;
    private final Optional<SecretKey> key;

    /**
     * @param network where the ticket's addresses are
     * @param key     the key to show to endpoints that ask for one, as iroh does; without it they are told that there is none
     */
    public Dialer(UdpNetwork network, Optional<SecretKey> key) {
        this.network = network;
        this.key = key;
    }

    /**
     * Dials the addresses of a ticket in turn, IPv4 first, until one answers.
     *
     * @param alpn    the protocol to speak, such as "echo/0"
     * @param timeout for all of them together
     */
    public Connection dial(Ticket ticket, String alpn, Duration timeout) throws DialException {
        List<InetSocketAddress> addresses = ticket.direct().stream()
                .sorted(Comparator.comparing(address -> !(address.getAddress() instanceof Inet4Address))).toList();
        if (addresses.isEmpty()) {
            throw new DialException(Reason.NO_ADDRESS, "The ticket has no IP address, and there is no address lookup here; "
                    + "take the long ticket of the endpoint.");
        }
        List<DialException> failures = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            try {
                return new Attempt(ticket, address, alpn).run(timeout.dividedBy(addresses.size()));
            } catch (DialException failure) {
                failures.add(failure);
            }
        }
        // An endpoint that answered and refused tells more than an address where nobody is.
        throw failures.stream().filter(failure -> failure.reason() != Reason.TIMEOUT && failure.reason() != Reason.UNREACHABLE)
                .findFirst().orElse(failures.getFirst());
    }

    private final class Attempt {
        private final Ticket ticket;
        private final InetSocketAddress address;
        private final String alpn;
        private final CompletableFuture<ConnectionTerminatedEvent> ended = new CompletableFuture<>();

        Attempt(Ticket ticket, InetSocketAddress address, String alpn) {
            this.ticket = ticket;
            this.address = address;
            this.alpn = alpn;
        }

        Connection run(Duration timeout) throws DialException {
            PortSocket socket;
            QuicClientConnection quic;
            try {
                socket = PortSocket.ofDialer(network.open(address.getAddress()));
                quic = connection(socket, timeout);
            } catch (IOException failed) {
                throw unreachable(failed);
            }
            quic.setConnectionListener(ended::complete);
            long start = System.nanoTime();
            CompletableFuture<Void> connected = connect(quic);
            Ending ending = new Ending(name(), alpn, ticket.id());
            try {
                CompletableFuture.anyOf(connected, ended).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                if (ended.isDone()) {
                    // What was sent last tells the endpoint why.
                    socket.awaitSent(socket.sent() + 1, FAREWELL);
                    throw ending.explain(ended.join(), Connection.shownKey(quic));
                }
                return new Connection(quic, socket, ended, ending, address, Duration.ofNanos(System.nanoTime() - start));
            } catch (TimeoutException silent) {
                quic.close();
                throw new DialException(Reason.TIMEOUT, "No endpoint answered at " + name() + " within "
                        + timeout.toMillis() / 1000.0 + " s; is it running, and does its port reach it from here?");
            } catch (ExecutionException failed) {
                throw unreachable(failed.getCause());
            } catch (InterruptedException interrupted) {
                quic.close();
                Thread.currentThread().interrupt();
                throw new DialException(Reason.LOST, "Interrupted while dialing " + name() + ".");
            }
        }

        /** Kwik takes all that a connection needs through its builder: the dialed id as the host's name, the address as a proxy. */
        private QuicClientConnection connection(PortSocket socket, Duration timeout) throws IOException {
            QuicClientConnection.Builder builder = QuicClientConnection.newBuilder()
                    .host(ticket.id().tlsName()).proxy(address.getAddress().getHostAddress()).port(address.getPort())
                    .applicationProtocol(alpn)
                    // Kwik's own time-out only cleans up after ours.
                    .connectTimeout(timeout.plusSeconds(1)).maxIdleTimeout(IDLE_TIMEOUT)
                    .initialRtt((int) network.expectedRoundTrip().toMillis())
                    .socketFactory(peer -> socket)
                    .logger(new NullLogger());
            key.ifPresent(own -> builder.clientCertificate(new RawKeyCertificate(own.id())).clientCertificateKey(new EndpointKey(own)));
            return builder.build();
        }

        /** Connects on a thread of its own, because Kwik returns late after a refusal: it first lets the connection drain. */
        private CompletableFuture<Void> connect(QuicClientConnection quic) {
            CompletableFuture<Void> connected = new CompletableFuture<>();
            Thread.ofPlatform().daemon().name("dial " + name()).start(() -> {
                try {
                    quic.connect();
                    connected.complete(null);
                } catch (IOException | RuntimeException failed) {
                    connected.completeExceptionally(failed);
                }
            });
            return connected;
        }

        private String name() {
            return address.getAddress().getHostAddress() + ":" + address.getPort();
        }

        private DialException unreachable(Throwable cause) {
            return new DialException(Reason.UNREACHABLE, "Cannot talk to " + name() + ": " + cause.getMessage() + ".");
        }
    }
}
