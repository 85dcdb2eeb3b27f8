package dev.crema.net.usernet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.ethernet.EthernetFrame;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.usernet.packet.ArpPacket;
import dev.crema.net.usernet.packet.DhcpMessage;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.IcmpMessage;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import dev.crema.net.usernet.packet.TcpSegment;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a guest sends, the network neither throws nor stops nor grows. Frames are made from right ones, with fields and
 * lengths changed before the checksums are computed, so that they get far; some are changed afterwards, and some are noise.
 */
class HostileFramesTest {
    private static final int FRAMES = 50_000;
    private static final int NIGHTLY_FRAMES = 1_000_000;
    private static final int[] INTERESTING_PORTS = {53, 67, 68, 123, 0};

    private final TestHost host = new TestHost();
    private Random random;
    private int serverPort;

    @ParameterizedTest
    @ValueSource(longs = {1})
    void aGuestsFrames(long seed) throws IOException {
        attack(seed, FRAMES, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {2})
    void framesInTheGuestsOwnNetwork(long seed) throws IOException {
        attack(seed, FRAMES / 5, true);
    }

    @Tag("nightly")
    @Test
    void aMillionFrames() throws IOException {
        attack(3, NIGHTLY_FRAMES, false);
        attack(4, NIGHTLY_FRAMES, true);
    }

    private void attack(long seed, int frames, boolean station) throws IOException {
        random = new Random(seed);
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                DatagramSocket outside = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                UserNetwork network = UserNetwork.open(UserNetworkOptions.DEFAULT.withForwards(List.of(
                        Forward.parse("udp:127.0.0.1:0-:4433"), Forward.parse("tcp:127.0.0.1:0-:80"))))) {
            serverPort = server.getLocalPort();
            Thread.ofVirtual().start(() -> serve(server));
            TestGuest guest = new TestGuest(station ? network.station(TestGuest.GATEWAY_MAC) : network, host);
            for (int i = 0; i < frames; i++) {
                guest.send(frame());
                if (random.nextInt(10) == 0) {
                    byte[] datagram = bytes(random.nextInt(2_000));
                    outside.send(new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(),
                            network.forwards().getFirst().port()));
                    host.pass(Duration.ofMillis(random.nextInt(1_000)));
                    host.runPosted();
                }
                guest.clear();
            }
            if (!station) {
                worksStill(guest);
            }
            host.pass(Duration.ofHours(1));
            host.await("no peer is left", () -> {
                host.pass(Duration.ofMinutes(10));
                return !host.following();
            });
        }
    }

    /** A server that takes everything: one that accepts nothing would keep those who dial it waiting for the host's half minute. */
    private static void serve(ServerSocket server) {
        try {
            while (true) {
                Socket peer = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (peer) {
                        peer.getInputStream().transferTo(OutputStream.nullOutputStream());
                    } catch (IOException reset) {
                        // As guests like these do.
                    }
                });
            }
        } catch (IOException closed) {
            // The attack is over.
        }
    }

    private void worksStill(TestGuest guest) {
        guest.announce(TestGuest.ADDRESS);
        guest.clear();
        guest.send(new IcmpMessage(IcmpMessage.ECHO, 0, 1, new byte[4]).packet(TestGuest.ADDRESS, TestGuest.GATEWAY));
        assertEquals(IcmpMessage.ECHO_REPLY, IcmpMessage.parse(guest.receiveIpv4().payload()).orElseThrow().type());
        assertFalse(guest.hasReceived());
    }

    // ---- frames --------------------------------------------------------------------------------------------------------

    private byte[] frame() {
        byte[] frame = switch (random.nextInt(12)) {
            case 0 -> bytes(random.nextInt(1_600));
            case 1 -> ethernet(EthernetFrame.ARP, damaged(arp()));
            case 2 -> ethernet(random.nextInt(0x10000), bytes(random.nextInt(1_500)));
            case 3 -> ethernet(EthernetFrame.IPV4, damaged(ip(random.nextInt(256), bytes(random.nextInt(1_480))).toBytes()));
            case 4 -> ethernet(EthernetFrame.IPV4, fragment().toBytes());
            case 5 -> ethernet(EthernetFrame.IPV4, ip(Ipv4Packet.ICMP, icmp()).toBytes());
            case 6, 7 -> ethernet(EthernetFrame.IPV4, tcp().toBytes());
            case 8, 9 -> ethernet(EthernetFrame.IPV4, udp(dhcp(), DhcpMessage.CLIENT_PORT - random.nextInt(2)).toBytes());
            case 10 -> ethernet(EthernetFrame.IPV4, udp(dns(), 53).toBytes());
            default -> ethernet(EthernetFrame.IPV4, udp(bytes(random.nextInt(1_400)), port()).toBytes());
        };
        return random.nextInt(8) == 0 ? damaged(frame) : frame;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] damaged(byte[] bytes) {
        byte[] damaged = random.nextBoolean() ? bytes.clone() : Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private byte[] ethernet(int type, byte[] payload) {
        MacAddress to = random.nextInt(4) == 0 ? MacAddress.BROADCAST : TestGuest.GATEWAY_MAC;
        return new EthernetFrame(to, mac(), type, payload).toBytes();
    }

    private MacAddress mac() {
        return random.nextInt(4) == 0 ? new MacAddress(random.nextLong() & 0xffff_ffff_ffffL) : TestGuest.MAC;
    }

    private Ipv4Address address() {
        return switch (random.nextInt(8)) {
            case 0 -> new Ipv4Address(random.nextInt());
            case 1 -> Ipv4Address.of(10, 0, 2, random.nextInt(256));
            case 2 -> Ipv4Address.UNSPECIFIED;
            case 3 -> Ipv4Address.LOOPBACK;
            default -> TestGuest.ADDRESS;
        };
    }

    /** Nothing leaves this host: what is not the gateway's is not routed. */
    private Ipv4Address target() {
        return random.nextInt(3) == 0 ? Ipv4Address.of(10, 0, 2, random.nextInt(256)) : TestGuest.GATEWAY;
    }

    private int port() {
        return random.nextInt(3) == 0 ? serverPort : INTERESTING_PORTS[random.nextInt(INTERESTING_PORTS.length)];
    }

    private Ipv4Packet ip(int protocol, byte[] payload) {
        return new Ipv4Packet(address(), target(), protocol, payload);
    }

    private Ipv4Packet fragment() {
        Ipv4Packet.Fragment fragment = new Ipv4Packet.Fragment(random.nextInt(6), random.nextInt(30) * 8 * random.nextInt(250),
                random.nextInt(4) > 0);
        return new Ipv4Packet(TestGuest.ADDRESS, target(), random.nextBoolean() ? Ipv4Packet.UDP : Ipv4Packet.ICMP, 64, fragment,
                bytes(random.nextInt(20) * 8));
    }

    private byte[] arp() {
        return new ArpPacket(random.nextInt(4), mac(), address(), mac(), address()).toBytes();
    }

    private byte[] icmp() {
        return new IcmpMessage(random.nextInt(20), random.nextInt(3), random.nextInt(), bytes(random.nextInt(60)))
                .packet(TestGuest.ADDRESS, TestGuest.GATEWAY).payload();
    }

    private Ipv4Packet tcp() {
        int sequence = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(3_000);
        OptionalInt longest = random.nextInt(3) == 0 ? OptionalInt.of(random.nextInt(0x10000)) : OptionalInt.empty();
        byte[] payload = bytes(random.nextInt(3) == 0 ? random.nextInt(1_400) : 0);
        Ipv4Address to = target();
        return new TcpSegment(1_000 + random.nextInt(40), port(), sequence, random.nextInt(), random.nextInt(64),
                random.nextInt(0x10000), longest, payload).packet(TestGuest.ADDRESS, to);
    }

    private Ipv4Packet udp(byte[] payload, int port) {
        return UdpDatagram.packet(new Endpoint(address(), port()), new Endpoint(target(), port), payload);
    }

    private byte[] dhcp() {
        Ipv4Address clients = random.nextBoolean() ? Ipv4Address.UNSPECIFIED : address();
        DhcpMessage message = DhcpMessage.request(random.nextInt(4), mac(), clients)
                .with(DhcpMessage.MESSAGE_TYPE, new byte[] {(byte) random.nextInt(10)});
        for (int i = random.nextInt(4); i > 0; i--) {
            message = random.nextBoolean() ? message.with(random.nextInt(256), bytes(random.nextInt(256)))
                    : message.with(DhcpMessage.REQUESTED_ADDRESS, address());
        }
        return damaged(message.toBytes());
    }

    private byte[] dns() {
        byte[] name = bytes(1 + random.nextInt(20));
        byte[] query = TestGuest.hex("0001 0100 0001 0000 0000 0000 04 686f7374 05 6372656d61 00 0001 0001");
        return random.nextBoolean() ? damaged(query) : damaged(concat(Arrays.copyOf(query, 12), name));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void theFramesGetFar() {
        random = new Random(9);
        serverPort = 7;
        long whole = 0;
        for (int i = 0; i < 1_000; i++) {
            whole += EthernetFrame.parse(frame()).flatMap(frame -> Ipv4Packet.parse(frame.payload())).isPresent() ? 1 : 0;
        }
        assertTrue(whole > 500, whole + " of 1000 are right up to IP");
    }
}
