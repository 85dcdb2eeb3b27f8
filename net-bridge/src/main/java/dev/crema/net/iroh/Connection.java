package dev.crema.net.iroh;

import dev.crema.net.iroh.DialException.Reason;
import dev.crema.net.iroh.quic.RawKeyCertificate;
import dev.crema.net.iroh.ticket.EndpointId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicStream;

/** A connection to the endpoint that was dialed, which has proven its id. */
public final class Connection implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final QuicClientConnection quic;
    private final PortSocket socket;
    private final CompletableFuture<ConnectionTerminatedEvent> ended;
    private final Ending ending;
    private final InetSocketAddress address;
    private final Duration handshakeTime;

    Connection(QuicClientConnection quic, PortSocket socket, CompletableFuture<ConnectionTerminatedEvent> ended, Ending ending,
            InetSocketAddress address, Duration handshakeTime) {
        this.quic = quic;
        this.socket = socket;
        this.ended = ended;
        this.ending = ending;
        this.address = address;
        this.handshakeTime = handshakeTime;
    }

    /** The address that answered. */
    public InetSocketAddress address() {
        return address;
    }

    /** The address that answered, as host and port. */
    public String place() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Who answered. */
    public EndpointId peer() {
        return shownKey(quic).orElseThrow();
    }

    /** From the first datagram to the endpoint's Finished, in time of the host. */
    public Duration handshakeTime() {
        return handshakeTime;
    }

    /** Opens a stream on which both sides may write. */
    QuicStream openStream() throws DialException {
        try {
            QuicStream stream = quic.createStream(true);
            // Kwik ends the streams of a connection with it, but may miss one that is opened at that very moment.
            ended.thenRun(() -> Echo.abandon(stream));
            return stream;
        } catch (IOException notConnected) {
            throw failure(notConnected);
        }
    }

    /** Why something on this connection failed: mostly because the connection ended, of which Kwik tells on another thread. */
    DialException failure(IOException symptom) {
        try {
            return ending.explain(ended.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS), shownKey(quic));
        } catch (TimeoutException | ExecutionException open) {
            return new DialException(Reason.LOST, "The stream to " + place() + " failed: " + symptom.getMessage() + ".");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new DialException(Reason.LOST, "Interrupted.");
        }
    }

    static Optional<EndpointId> shownKey(QuicClientConnection quic) {
        return quic.getServerCertificateChain().stream().map(certificate -> ((RawKeyCertificate) certificate).id()).findFirst();
    }

    /** Closes the connection with code 0, and gives the datagram that says so time to leave. */
    @Override
    public void close() {
        long before = socket.sent();
        quic.close(0, "done");
        if (!ended.isDone() || !ended.join().closedByPeer()) {
            socket.awaitSent(before + 1, FAREWELL);
        }
    }
}
