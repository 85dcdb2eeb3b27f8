package dev.crema.net.iroh;

import dev.crema.net.iroh.quic.ServerIdentity;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnectionConfig.RetryRequired;
import tech.kwik.core.server.ServerConnector;
import tech.kwik.core.server.impl.ServerConnectorImpl;

/** An endpoint that others dial, iroh's among them. It is a peer for tests and tools, not a busy server. */
public final class Listener implements AutoCloseable {
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_STREAMS = 100;
    /** Bytes that a stream, and that a connection, may have on the way to us. */
    private static final int STREAM_WINDOW = 250_000;
    private static final int CONNECTION_WINDOW = 10 * STREAM_WINDOW;

    private static final int CLOSE_SECONDS = 2;

    private final ServerIdentity identity;
    private final ServerConnector connector;
    private final Ticket ticket;

    private Listener(SecretKey key, UdpPort port, List<Protocol> protocols) throws IOException {
        identity = new ServerIdentity(key);
        ticket = Ticket.of(key.id(), port.address());
        try {
            connector = ServerConnector.builder().withSocket(PortSocket.ofListener(port))
                    .withKeyStore(identity, "", new char[0])
                    .withConfiguration(ServerConnectionConfig.builder()
                            .retryRequired(RetryRequired.Never)
                            .maxIdleTimeout((int) IDLE_TIMEOUT.toMillis())
                            .maxOpenPeerInitiatedBidirectionalStreams(MAX_STREAMS)
                            .maxOpenPeerInitiatedUnidirectionalStreams(0)
                            .maxBidirectionalStreamBufferSize(STREAM_WINDOW)
                            .maxUnidirectionalStreamBufferSize(STREAM_WINDOW)
                            .maxConnectionBufferSize(CONNECTION_WINDOW)
                            .build())
                    .withLogger(new NullLogger()).build();
        } catch (CertificateException impossible) {
            throw new IllegalStateException(impossible);
        }
        protocols.forEach(protocol -> connector.registerApplicationProtocol(protocol.alpn(), new Factory(protocol)));
    }

    /**
     * Serves protocols on a port until it is closed.
     *
     * @param key who the endpoint is
     */
    public static Listener start(SecretKey key, UdpPort port, List<Protocol> protocols) throws IOException {
        Listener listener = new Listener(key, port, protocols);
        listener.connector.start();
        return listener;
    }

    /** The long ticket, with the address of the port. */
    public Ticket ticket() {
        return ticket;
    }

    /** Where the endpoint listens. */
    public InetSocketAddress address() {
        return ticket.direct().getFirst();
    }

    /** Closes all connections and the port; peers that have gone without a word are not waited for. */
    @Override
    public void close() {
        ServerConnectorImpl.DEFAULT_CLOSE_TIMEOUT_IN_SECONDS = CLOSE_SECONDS;
        connector.close();
    }

    /** Kwik asks it for something that takes a connection's streams. */
    private final class Factory implements ApplicationProtocolConnectionFactory {
        private final Protocol protocol;

        Factory(Protocol protocol) {
            this.protocol = protocol;
        }

        @Override
        public ApplicationProtocolConnection createConnection(String alpn, QuicConnection connection) {
            return new ApplicationProtocolConnection() {
                @Override
                public void acceptPeerInitiatedStream(QuicStream stream) {
                    Thread.ofVirtual().name(alpn).start(() -> serve(connection, stream));
                }
            };
        }

        private void serve(QuicConnection connection, QuicStream stream) {
            try {
                protocol.handler().serve(new Protocol.Stream(identity.peer(connection).orElseThrow(),
                        stream.getInputStream(), stream.getOutputStream()));
            } catch (IOException failed) {
                stream.abortReading(0);
                stream.resetStream(0);
            }
        }

        @Override
        public int maxConcurrentPeerInitiatedBidirectionalStreams() {
            return MAX_STREAMS;
        }

        @Override
        public int maxConcurrentPeerInitiatedUnidirectionalStreams() {
            return 0;
        }
    }
}
