package dev.crema.net.usernet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import dev.crema.net.ethernet.NetworkException;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.TcpSegment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections between a guest, whose segments the test writes one by one, and plain Java sockets of the host. */
class TcpNatTest {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SYN_ACK = TcpSegment.SYN | TcpSegment.ACK;
    private static final int RST_ACK = TcpSegment.RST | TcpSegment.ACK;
    private static final int FIN_ACK = TcpSegment.FIN | TcpSegment.ACK;

    private final List<String> events = new ArrayList<>();
    private final TestHost host = new TestHost();
    private UserNetwork network;
    private TestGuest guest;

    private void plug(UserNetworkOptions options) {
        network = UserNetwork.open(options.withListener(event -> events.add(event.line())));
        guest = new TestGuest(network, host);
        guest.announce(TestGuest.ADDRESS);
    }

    @AfterEach
    void close() {
        if (network != null) {
            network.close();
        }
    }

    private static ServerSocket server() throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MILLIS);
        return server;
    }

    private static Socket accept(ServerSocket server) throws IOException {
        Socket socket = server.accept();
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private TestTcp dialing(int port) {
        return new TestTcp(guest, 49_153, new Endpoint(TestGuest.GATEWAY, port), 0x0001_9f2e);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aGuestTalksToAServerOfTheHost() throws IOException {
        plug(UserNetworkOptions.DEFAULT);
        try (ServerSocket server = server()) {
            TestTcp tcp = dialing(server.getLocalPort());
            tcp.send(TcpSegment.SYN);
            assertTrue(host.following());
            TcpSegment answer = tcp.awaitNext();
            assertEquals(SYN_ACK, answer.flags());
            assertEquals(0x0001_9f2f, answer.acknowledgment());
            assertEquals("65535 1460", answer.window() + " " + answer.longestSegment().orElseThrow());
            tcp.send(TcpSegment.ACK);
            Socket peer = accept(server);

            tcp.send(TcpSegment.PSH | TcpSegment.ACK, ascii("GET /\r\n"));
            assertEquals(tcp.next, tcp.await().acknowledgment());
            assertEquals("GET /\r\n", new String(peer.getInputStream().readNBytes(7), StandardCharsets.US_ASCII));

            peer.getOutputStream().write(ascii("hello"));
            TcpSegment data = tcp.awaitNext();
            assertEquals("hello", new String(data.payload(), StandardCharsets.US_ASCII));
            assertTrue(data.has(TcpSegment.PSH));
            tcp.send(TcpSegment.ACK);

            peer.shutdownOutput();
            assertEquals(FIN_ACK, tcp.awaitNext().flags());
            tcp.send(TcpSegment.ACK);
            tcp.send(TcpSegment.PSH | TcpSegment.ACK, ascii("bye"));
            assertEquals(tcp.next, tcp.await().acknowledgment());
            tcp.send(FIN_ACK);
            assertEquals(tcp.next, tcp.await().acknowledgment());
            assertEquals("bye", new String(peer.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            assertFalse(host.following());
            assertEquals(List.of("tcp: 10.0.2.15:49153 to 10.0.2.2:" + server.getLocalPort()), events);

            tcp.send(tcp.next - 1, FIN_ACK);
            assertEquals(tcp.next, tcp.await().acknowledgment(), "a FIN that comes again is answered again");
            host.pass(Duration.ofSeconds(3));
            tcp.send(tcp.next - 1, FIN_ACK);
            assertEquals(TcpSegment.RST, tcp.await().flags(), "but not for ever");
        }
    }

    @Test
    void segmentsOutOfOrderAndLostAreMended() throws IOException {
        plug(UserNetworkOptions.DEFAULT);
        try (ServerSocket server = server()) {
            TestTcp tcp = dialing(server.getLocalPort());
            tcp.dial();
            Socket peer = accept(server);
            int start = tcp.next;
            tcp.send(start + 3, TcpSegment.ACK, ascii("def"));
            assertEquals(start, tcp.await().acknowledgment());
            tcp.send(start + 1, TcpSegment.ACK, ascii("bcd"));
            assertEquals(start, tcp.await().acknowledgment());
            tcp.send(start, TcpSegment.ACK, ascii("a"));
            assertEquals(start + 6, tcp.await().acknowledgment());
            tcp.send(start, TcpSegment.ACK, ascii("abc"));
            assertEquals(start + 6, tcp.await().acknowledgment());
            assertEquals("abcdef", new String(peer.getInputStream().readNBytes(6), StandardCharsets.US_ASCII));

            tcp.next = start + 6;
            peer.getOutputStream().write(ascii("x"));
            TcpSegment first = tcp.await();
            host.leap();
            assertArrayEquals(first.payload(), tcp.await().payload(), "sent again when it is not acknowledged");
            assertTrue(host.clock().now() >= 400 * Clock.TICKS_PER_MILLISECOND, "but not as long as a guest may doze");
        }
    }

    @Test
    void aRefusedConnectionIsReset() throws IOException {
        plug(UserNetworkOptions.DEFAULT);
        int port;
        try (ServerSocket server = server()) {
            port = server.getLocalPort();
        }
        TestTcp tcp = dialing(port);
        tcp.send(TcpSegment.SYN);
        TcpSegment answer = tcp.await();
        assertEquals(RST_ACK, answer.flags());
        assertEquals(tcp.next, answer.acknowledgment());
        assertFalse(host.following());
    }

    @Test
    void aPeerThatBreaksOffResetsTheGuestAndTheOtherWayRound() throws IOException {
        plug(UserNetworkOptions.DEFAULT);
        try (ServerSocket server = server()) {
            TestTcp tcp = dialing(server.getLocalPort());
            tcp.dial();
            Socket peer = accept(server);
            peer.setSoLinger(true, 0);
            peer.close();
            assertEquals(RST_ACK, tcp.await().flags());

            tcp = new TestTcp(guest, 49_154, new Endpoint(TestGuest.GATEWAY, server.getLocalPort()), 5);
            tcp.dial();
            Socket second = accept(server);
            tcp.send(RST_ACK);
            assertThrows(SocketException.class, () -> second.getInputStream().read());
            assertFalse(host.following());
        }
    }

    @Test
    void aGuestThatWasResetMayUseItsPortAgain() throws IOException {
        plug(UserNetworkOptions.DEFAULT);
        try (ServerSocket server = server()) {
            dialing(server.getLocalPort()).dial();
            Socket first = accept(server);
            TestTcp again = new TestTcp(guest, 49_153, new Endpoint(TestGuest.GATEWAY, server.getLocalPort()), 0x7000_0000);
            again.send(TcpSegment.SYN);
            TcpSegment challenge = again.await();
            assertEquals(TcpSegment.ACK, challenge.flags());
            again.send(challenge.acknowledgment(), TcpSegment.RST);
            assertThrows(SocketException.class, () -> first.getInputStream().read());
            again.next = 0x7000_0000;
            again.dial();
            accept(server).close();
        }
    }

    @Test
    void aPeerThatDoesNotReadClosesTheGuestsWindow() throws IOException {
        plug(UserNetworkOptions.DEFAULT);
        try (ServerSocket server = server()) {
            TestTcp tcp = dialing(server.getLocalPort());
            tcp.dial();
            Socket peer = accept(server);
            byte[] block = new byte[1_436];
            int sent = 0;
            int window = 65_535;
            // The host's own buffers take some megabytes first.
            while (window >= block.length) {
                tcp.send(TcpSegment.ACK, block);
                sent += block.length;
                window = tcp.awaitAcknowledgment().window();
                assertTrue(sent < 100_000_000, "it never closes");
            }
            assertEquals(sent, peer.getInputStream().readNBytes(sent).length);
            TcpSegment update = tcp.await();
            assertEquals(TcpSegment.ACK, update.flags());
            assertTrue(update.window() > window);
        }
    }

    @Test
    void aGuestThatDoesNotReadStopsItsPeer() throws IOException {
        plug(UserNetworkOptions.DEFAULT);
        try (ServerSocket server = server()) {
            TestTcp tcp = dialing(server.getLocalPort());
            tcp.dial();
            Socket peer = accept(server);
            Thread.ofVirtual().start(() -> {
                try {
                    peer.getOutputStream().write(new byte[4_000_000]);
                    peer.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            int received = 0;
            int inFlight = 0;
            while (received < 4_000_000) {
                TcpSegment segment = tcp.awaitNext();
                assertTrue(segment.payload().length <= 1_436, "the guest's MSS");
                received += segment.payload().length;
                inFlight += segment.payload().length;
                assertTrue(inFlight <= tcp.window, "the guest's window");
                if (!guest.hasReceived()) {
                    tcp.send(TcpSegment.ACK);
                    inFlight = 0;
                }
            }
            assertEquals(4_000_000, received);
        }
    }

    @Test
    void aForwardReachesTheGuestsServer() throws IOException {
        plug(UserNetworkOptions.DEFAULT.withForwards(List.of(Forward.parse("tcp:127.0.0.1:0-10.0.2.15:80"))));
        int port = network.forwards().getFirst().port();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(PATIENCE_MILLIS);
            client.getOutputStream().write(ascii("ping"));
            TestTcp tcp = new TestTcp(guest, 80, new Endpoint(TestGuest.GATEWAY, client.getLocalPort()), 77);
            TcpSegment syn = tcp.awaitNext();
            assertEquals(client.getLocalPort() + " 80 " + TcpSegment.SYN,
                    syn.sourcePort() + " " + syn.destinationPort() + " " + syn.flags());
            tcp.send(SYN_ACK);
            assertEquals(TcpSegment.ACK, tcp.await().flags());
            assertEquals("ping", new String(tcp.awaitNext().payload(), StandardCharsets.US_ASCII));
            tcp.send(TcpSegment.PSH | TcpSegment.ACK, ascii("pong"));
            assertEquals("pong", new String(client.getInputStream().readNBytes(4), StandardCharsets.US_ASCII));
            assertEquals("forward: tcp 127.0.0.1:" + client.getLocalPort() + " to 10.0.2.15:80", events.getLast());
            tcp.send(FIN_ACK);
            assertEquals(-1, client.getInputStream().read());
        }
    }

    @Test
    void aGuestWithoutAServerRefusesThroughTheForward() throws IOException {
        plug(UserNetworkOptions.DEFAULT.withForwards(List.of(Forward.parse("tcp:127.0.0.1:0-:80"))));
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), network.forwards().getFirst().port())) {
            client.setSoTimeout(PATIENCE_MILLIS);
            TestTcp tcp = new TestTcp(guest, 80, new Endpoint(TestGuest.GATEWAY, client.getLocalPort()), 0);
            tcp.awaitNext();
            tcp.send(RST_ACK);
            assertThrows(SocketException.class, () -> client.getInputStream().read());
            assertFalse(host.following());
        }
    }

    @Test
    void anOccupiedPortIsToldInASentenceAndNothingStaysOpen() throws IOException {
        try (ServerSocket occupied = server()) {
            List<Forward> forwards = List.of(Forward.parse("tcp:127.0.0.1:0-:80"),
                    Forward.parse("tcp:127.0.0.1:" + occupied.getLocalPort() + "-:81"));
            String message = assertThrows(NetworkException.class,
                    () -> UserNetwork.open(UserNetworkOptions.DEFAULT.withForwards(forwards))).getMessage();
            assertEquals("--forward " + forwards.get(1) + " cannot listen at 127.0.0.1:" + occupied.getLocalPort()
                    + ": Address already in use; choose another port, or 0 for any that is free.", message);
        }
    }

    @Test
    void aRestrictedGuestIsKeptIn() throws IOException {
        plug(UserNetworkOptions.DEFAULT.withRestriction());
        try (ServerSocket server = server()) {
            TestTcp tcp = dialing(server.getLocalPort());
            tcp.send(TcpSegment.SYN);
            assertEquals(RST_ACK, tcp.await().flags());
        }
    }
}
