package dev.crema.net.iroh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.iroh.quic.EndpointKey;
import dev.crema.net.iroh.quic.RawKeyCertificate;
import dev.crema.net.iroh.quic.ServerIdentity;
import dev.crema.net.iroh.ticket.SecretKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.log.Logger;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnectionConfig.RetryRequired;
import tech.kwik.core.server.ServerConnector;

/** A server that answers the first packet before the thread that has sent it goes on. */
final class AnswerAtOnceTest {
    private static final SecretKey KEY = SecretKey.of(new byte[32]);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int PAUSE_MILLIS = 500;

    @ParameterizedTest
    @EnumSource
    void theDialSucceeds(RetryRequired retry) throws Exception {
        HostUdpPort port = HostUdpPort.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        PortSocket socket = PortSocket.ofListener(port);
        Runnable stop = Server.start(socket, retry);
        try {
            assertTrue(Client.connects(port.address()));
        } finally {
            stop.run();
        }
    }

    /** Classes of their own: JUnit looks through the methods of the test, which would load Kwik's before they are repaired. */
    private static final class Server {
        static Runnable start(PortSocket socket, RetryRequired retry) throws Exception {
            ServerConnector connector = ServerConnector.builder().withSocket(socket)
                    .withKeyStore(new ServerIdentity(KEY), "", new char[0])
                    .withConfiguration(ServerConnectionConfig.builder().retryRequired(retry).build())
                    .withLogger(new NullLogger()).build();
            connector.registerApplicationProtocol(Echo.ALPN, (alpn, connection) -> new ApplicationProtocolConnection() { });
            connector.start();
            return connector::close;
        }
    }

    private static final class Client {
        static boolean connects(InetSocketAddress address) throws Exception {
            PortSocket socket = PortSocket.ofDialer(HostUdpPort.NETWORK.open(InetAddress.getLoopbackAddress()));
            QuicClientConnection quic = QuicClientConnection.newBuilder()
                    .host(KEY.id().tlsName()).proxy(address.getAddress().getHostAddress()).port(address.getPort())
                    .applicationProtocol(Echo.ALPN).connectTimeout(TIMEOUT)
                    .socketFactory(peer -> socket)
                    .clientCertificate(new RawKeyCertificate(KEY.id())).clientCertificateKey(new EndpointKey(KEY))
                    .logger(slow()).build();
            quic.connect();
            boolean connected = quic.isConnected();
            quic.close();
            return connected;
        }

        /** Kwik tells it of the ClientHello. */
        private static Logger slow() {
            return new NullLogger() {
                @Override
                public void sentPacketInfo(String info) {
                    try {
                        Thread.sleep(PAUSE_MILLIS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            };
        }
    }
}
