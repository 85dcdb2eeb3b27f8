package dev.crema.benchmarks;

import dev.crema.emulator.time.Clock;
import dev.crema.net.ethernet.EthernetFrame;
import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import dev.crema.net.usernet.Subnet;
import dev.crema.net.usernet.packet.ArpPacket;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import dev.crema.net.usernet.packet.TcpSegment;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A guest that takes no time, with the segment size and the window that lwIP has in ESP-IDF: what is left is the bridge. It
 * lives on the thread that uses it, which is the machine's at the same time.
 */
final class BridgeGuest implements Network.Host {
    static final int SEGMENT = 1_436;
    static final byte ASK = 1;

    private static final int WINDOW = 4 * SEGMENT;
    private static final int PORT = 50_000;
    private static final MacAddress MAC = new MacAddress(0x240a_c400_0110L);
    private static final MacAddress GATEWAY_MAC = new MacAddress(0x5255_0a00_0202L);
    private static final Ipv4Address ADDRESS = Subnet.DEFAULT.firstLease();
    private static final Ipv4Address GATEWAY = Subnet.DEFAULT.gateway();

    private final Clock clock = new Clock();
    private final BlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
    private final Deque<Ipv4Packet> received = new ArrayDeque<>();
    private final EthernetPort cable;
    private int server;
    private int next;
    private int expected;

    BridgeGuest(Network network) {
        cable = network.plug(frame -> EthernetFrame.parse(frame).filter(parsed -> parsed.type() == EthernetFrame.IPV4)
                .flatMap(parsed -> Ipv4Packet.parse(parsed.payload())).ifPresent(received::add), this);
        cable.send(new EthernetFrame(MacAddress.BROADCAST, MAC, EthernetFrame.ARP,
                new ArpPacket(ArpPacket.REQUEST, MAC, ADDRESS, new MacAddress(0), GATEWAY).toBytes()).toBytes());
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void post(Runnable action) {
        posted.add(action);
    }

    @Override
    public void followHostTime(boolean follow) { }

    private void send(Ipv4Packet packet) {
        cable.send(new EthernetFrame(GATEWAY_MAC, MAC, EthernetFrame.IPV4, packet.toBytes()).toBytes());
    }

    private Ipv4Packet await() throws InterruptedException {
        while (received.isEmpty()) {
            posted.take().run();
        }
        return received.remove();
    }

    // ---- UDP -----------------------------------------------------------------------------------------------------------

    void sendDatagram(int port, byte[] payload) {
        send(UdpDatagram.packet(new Endpoint(ADDRESS, PORT), new Endpoint(GATEWAY, port), payload));
    }

    byte[] awaitDatagram() throws InterruptedException {
        return UdpDatagram.parse(await()).orElseThrow().payload();
    }

    // ---- TCP -----------------------------------------------------------------------------------------------------------

    void connect(int port) throws InterruptedException {
        server = port;
        send(TcpSegment.SYN, new byte[0]);
        take(awaitSegment());
        send(TcpSegment.ACK, new byte[0]);
    }

    private void send(int flags, byte[] payload) {
        OptionalInt longest = (flags & TcpSegment.SYN) == 0 ? OptionalInt.empty() : OptionalInt.of(SEGMENT);
        TcpSegment segment = new TcpSegment(PORT, server, next, expected, flags, WINDOW, longest, payload);
        next += segment.length();
        send(segment.packet(ADDRESS, GATEWAY));
    }

    private TcpSegment awaitSegment() throws InterruptedException {
        return TcpSegment.parse(await()).orElseThrow();
    }

    private int take(TcpSegment segment) {
        expected = segment.sequence() + segment.length();
        return segment.payload().length;
    }

    /** Sends bytes, a window at a time. */
    void upload(int bytes) throws InterruptedException {
        byte[] segment = new byte[SEGMENT];
        int sent = 0;
        while (sent < bytes) {
            for (int i = 0; i < WINDOW / SEGMENT; i++) {
                send(TcpSegment.ACK | TcpSegment.PSH, segment);
                sent += SEGMENT;
            }
            TcpSegment answer = awaitSegment();
            while (answer.acknowledgment() != next || answer.window() < WINDOW) {
                answer = awaitSegment();
            }
        }
    }

    /** Sends the byte that asks for a download. */
    void ask() {
        send(TcpSegment.ACK | TcpSegment.PSH, new byte[] {ASK});
    }

    /** Takes bytes, each segment acknowledged. */
    void download(int bytes) throws InterruptedException {
        int got = 0;
        while (got < bytes) {
            int more = take(awaitSegment());
            got += more;
            if (more > 0) {
                send(TcpSegment.ACK, new byte[0]);
            }
        }
    }
}
