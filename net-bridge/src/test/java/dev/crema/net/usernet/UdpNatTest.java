package dev.crema.net.usernet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.IcmpMessage;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Datagrams between a guest and plain Java sockets of the host. */
class UdpNatTest {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] PING = {1, 2, 3};
    private static final byte[] PONG = {4, 5, 6, 7};

    private final List<String> events = new ArrayList<>();
    private final TestHost host = new TestHost();
    private DatagramSocket outside;
    private UserNetwork network;
    private TestGuest guest;

    @BeforeEach
    void open() throws IOException {
        outside = socket();
    }

    private static DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private void plug(UserNetworkOptions options) {
        network = UserNetwork.open(options.withListener(event -> events.add(event.line())));
        guest = new TestGuest(network, host);
    }

    @AfterEach
    void close() {
        network.close();
        outside.close();
    }

    private Endpoint outsideAsSeen() {
        return new Endpoint(TestGuest.GATEWAY, outside.getLocalPort());
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return packet;
    }

    private static byte[] data(DatagramPacket packet) {
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Test
    void aDatagramToTheGatewayReachesTheHostAndIsAnswered() throws IOException {
        plug(UserNetworkOptions.DEFAULT);
        guest.announce(TestGuest.ADDRESS);
        guest.sendUdp(4_000, outsideAsSeen(), PING);
        assertTrue(host.following());
        DatagramPacket packet = receive(outside);
        assertArrayEquals(PING, data(packet));
        outside.send(new DatagramPacket(PONG, PONG.length, packet.getSocketAddress()));
        Ipv4Packet answer = guest.awaitIpv4();
        assertEquals(TestGuest.GATEWAY, answer.source());
        UdpDatagram datagram = UdpDatagram.parse(answer).orElseThrow();
        assertEquals(outside.getLocalPort() + " 4000", datagram.sourcePort() + " " + datagram.destinationPort());
        assertArrayEquals(PONG, datagram.payload());
        assertEquals(List.of("udp: 10.0.2.15:4000 to 10.0.2.2:" + outside.getLocalPort()), events);

        host.pass(Duration.ofSeconds(119));
        assertTrue(host.following());
        host.pass(Duration.ofSeconds(2));
        assertFalse(host.following(), "silence for two minutes is the end");
    }

    @Test
    void onePortOfTheGuestIsOnePortOfTheHost() throws IOException {
        plug(UserNetworkOptions.DEFAULT);
        guest.announce(TestGuest.ADDRESS);
        try (DatagramSocket second = socket(); DatagramSocket stranger = socket()) {
            guest.sendUdp(4_000, outsideAsSeen(), PING);
            guest.sendUdp(4_000, new Endpoint(TestGuest.GATEWAY, second.getLocalPort()), PING);
            DatagramPacket first = receive(outside);
            assertEquals(first.getSocketAddress(), receive(second).getSocketAddress());
            stranger.send(new DatagramPacket(PONG, PONG.length, first.getSocketAddress()));
            assertEquals(stranger.getLocalPort(), guest.awaitUdp().sourcePort());
        }
    }

    @Test
    void aForwardTakesDatagramsInAndIsAnsweredFrom() throws IOException {
        plug(UserNetworkOptions.DEFAULT.withForwards(List.of(Forward.parse("udp:127.0.0.1:0-:4433"))));
        int port = network.forwards().getFirst().port();
        InetSocketAddress forward = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        outside.send(new DatagramPacket(PING, PING.length, forward));
        host.pass(Duration.ofSeconds(5));
        host.runPosted();
        assertFalse(host.following(), "the guest is waited for");
        guest.announce(TestGuest.ADDRESS);
        UdpDatagram datagram = guest.awaitUdp();
        assertEquals(outside.getLocalPort() + " 4433", datagram.sourcePort() + " " + datagram.destinationPort());
        assertArrayEquals(PING, datagram.payload());
        guest.sendUdp(4_433, outsideAsSeen(), PONG);
        DatagramPacket answer = receive(outside);
        assertEquals(forward, answer.getSocketAddress());
        assertArrayEquals(PONG, data(answer));
        assertEquals(List.of("forward: udp:127.0.0.1:0-:4433 listens at port " + port,
                "forward: udp 127.0.0.1:" + outside.getLocalPort() + " to 10.0.2.15:4433"), events);
    }

    @Test
    void aDatagramLargerThanAFrameGoesInFragmentsBothWays() throws IOException {
        plug(UserNetworkOptions.DEFAULT);
        guest.announce(TestGuest.ADDRESS);
        byte[] large = new byte[9_001];
        new Random(7).nextBytes(large);
        byte[] whole = UdpDatagram.packet(new Endpoint(TestGuest.ADDRESS, 5), outsideAsSeen(), large).payload();
        for (int offset = 0; offset < whole.length; offset += 1_480) {
            int end = Math.min(whole.length, offset + 1_480);
            guest.send(new Ipv4Packet(TestGuest.ADDRESS, TestGuest.GATEWAY, Ipv4Packet.UDP, 64,
                    new Ipv4Packet.Fragment(1, offset, end < whole.length), Arrays.copyOfRange(whole, offset, end)));
        }
        DatagramPacket packet = receive(outside);
        assertArrayEquals(large, data(packet));
        outside.send(packet);
        Ipv4Packet fragment = guest.awaitIpv4();
        byte[] back = new byte[8 + large.length];
        while (true) {
            System.arraycopy(fragment.payload(), 0, back, fragment.fragment().offset(), fragment.payload().length);
            if (!fragment.fragment().more()) {
                break;
            }
            fragment = guest.receiveIpv4();
        }
        Ipv4Packet joined = new Ipv4Packet(TestGuest.GATEWAY, TestGuest.ADDRESS, Ipv4Packet.UDP, back);
        assertArrayEquals(large, UdpDatagram.parse(joined).orElseThrow().payload());
    }

    @Test
    void aRestrictedGuestIsKeptIn() {
        plug(UserNetworkOptions.DEFAULT.withRestriction());
        guest.announce(TestGuest.ADDRESS);
        guest.sendUdp(4_000, outsideAsSeen(), PING);
        IcmpMessage answer = IcmpMessage.parse(guest.receiveIpv4().payload()).orElseThrow();
        assertEquals("3 3", answer.type() + " " + answer.code());
        guest.send(new IcmpMessage(IcmpMessage.ECHO, 0, 1, PING).packet(TestGuest.ADDRESS, Ipv4Address.of(192, 0, 2, 1)));
        assertEquals(IcmpMessage.PROHIBITED, IcmpMessage.parse(guest.receiveIpv4().payload()).orElseThrow().code());
        assertFalse(host.following());
    }

    @Test
    void flowsAreBoundedAndTheLeastUsedGoFirst() throws IOException {
        plug(UserNetworkOptions.DEFAULT);
        guest.announce(TestGuest.ADDRESS);
        for (int port = 1; port <= 600; port++) {
            guest.sendUdp(7, new Endpoint(TestGuest.GATEWAY, 20_000 + port), PING);
        }
        guest.sendUdp(8, outsideAsSeen(), PING);
        assertArrayEquals(PING, data(receive(outside)));
        host.pass(Duration.ofMinutes(5));
        assertFalse(host.following());
    }
}
