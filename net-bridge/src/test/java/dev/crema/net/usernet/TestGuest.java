package dev.crema.net.usernet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.ethernet.EthernetFrame;
import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import dev.crema.net.usernet.packet.ArpPacket;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/** A guest of a network, moved by the test. */
final class TestGuest {
    static final MacAddress MAC = new MacAddress(0x240a_c400_0110L);
    static final Ipv4Address ADDRESS = Ipv4Address.of(10, 0, 2, 15);
    static final Ipv4Address GATEWAY = Ipv4Address.of(10, 0, 2, 2);
    static final Ipv4Address NAME_SERVER = Ipv4Address.of(10, 0, 2, 3);
    static final MacAddress GATEWAY_MAC = new MacAddress(0x5255_0a00_0202L);

    final TestHost host;
    final MacAddress mac;
    private final EthernetPort cable;
    private final Deque<EthernetFrame> received = new ArrayDeque<>();

    TestGuest(Network network, TestHost host) {
        this(network, host, MAC);
    }

    TestGuest(Network network, TestHost host, MacAddress mac) {
        this.host = host;
        this.mac = mac;
        cable = network.plug(frame -> received.add(EthernetFrame.parse(frame).orElseThrow()), host);
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    void send(byte[] frame) {
        cable.send(frame);
    }

    void send(MacAddress to, int type, byte[] payload) {
        send(new EthernetFrame(to, mac, type, payload).toBytes());
    }

    void send(ArpPacket arp) {
        send(MacAddress.BROADCAST, EthernetFrame.ARP, arp.toBytes());
    }

    void send(Ipv4Packet packet) {
        send(packet.destination().isUnicast() ? GATEWAY_MAC : MacAddress.BROADCAST, EthernetFrame.IPV4, packet.toBytes());
    }

    void sendUdp(int port, Endpoint to, byte[] payload) {
        send(UdpDatagram.packet(new Endpoint(ADDRESS, port), to, payload));
    }

    /** Says that this guest has an address, so that nobody has to ask. */
    void announce(Ipv4Address address) {
        send(new ArpPacket(ArpPacket.REQUEST, mac, address, new MacAddress(0), address));
    }

    boolean hasReceived() {
        return !received.isEmpty();
    }

    /** The next frame, which must be there already. */
    EthernetFrame receive() {
        assertTrue(hasReceived(), "a frame came");
        return received.remove();
    }

    /** The next frame, which comes when the host has done its part. */
    EthernetFrame await() {
        host.await("a frame comes", this::hasReceived);
        return receive();
    }

    ArpPacket receiveArp() {
        EthernetFrame frame = receive();
        assertEquals(EthernetFrame.ARP, frame.type());
        return ArpPacket.parse(frame.payload()).orElseThrow();
    }

    Ipv4Packet receiveIpv4() {
        return packet(receive());
    }

    Ipv4Packet awaitIpv4() {
        return packet(await());
    }

    UdpDatagram receiveUdp() {
        return UdpDatagram.parse(receiveIpv4()).orElseThrow();
    }

    UdpDatagram awaitUdp() {
        return UdpDatagram.parse(awaitIpv4()).orElseThrow();
    }

    static Ipv4Packet packet(EthernetFrame frame) {
        assertEquals(EthernetFrame.IPV4, frame.type());
        return Ipv4Packet.parse(frame.payload()).orElseThrow();
    }

    /** All TCP and other packets that came, in order. */
    List<Ipv4Packet> drain() {
        List<Ipv4Packet> packets = received.stream().map(TestGuest::packet).toList();
        received.clear();
        return packets;
    }

    /** Forgets what came. */
    void clear() {
        received.clear();
    }
}
