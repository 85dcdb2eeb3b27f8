package dev.crema.net.usernet;

import dev.crema.emulator.time.Clock;
import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.usernet.packet.DhcpMessage;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.IcmpMessage;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import dev.crema.net.usernet.packet.TcpSegment;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.util.Map;
import java.util.Optional;

/** The user-mode network's own station on the LAN: hands each packet to who answers it. */
final class Gateway implements GuestLan.Station, AutoCloseable {
    private static final int DNS_PORT = 53;
    private static final int NTP_PORT = 123;

    private final Subnet subnet;
    private final GuestLan lan;
    private final HostQuestions questions;
    private final PingService ping;
    private final DhcpServer dhcp;
    private final UdpNat udp;
    private final TcpNat tcp;
    private final HostSide hostSide;
    /** By port, whichever server the guest means. */
    private final Map<Integer, UdpService> services;

    Gateway(UserNetworkOptions options, EthernetPort guests, HostSide hostSide) {
        this.hostSide = hostSide;
        subnet = options.subnet();
        Clock clock = hostSide.machine().clock();
        lan = new GuestLan(macOf(subnet), guests, clock, this);
        questions = new HostQuestions(hostSide.machine(), hostSide.peers());
        Optional<HostQuestions> outside = Optional.of(questions).filter(allowed -> !options.restricted());
        hostSide.ports().join(lan, subnet::gateway);
        ping = new PingService(subnet, lan, outside);
        dhcp = new DhcpServer(subnet, lan, hostSide.events());
        AddressTranslation translation = new GatewayTranslation(subnet, options.restricted());
        udp = new UdpNat(hostSide, lan, translation);
        tcp = new TcpNat(hostSide, lan, translation);
        services = Map.of(
                DNS_PORT, new NameService(subnet, options.names(), lan, outside, hostSide.events()),
                NTP_PORT, new TimeService(options.start(), clock, lan, hostSide.events()));
    }

    /** The gateway's address on the LAN, made from its IPv4 address as QEMU does. */
    static MacAddress macOf(Subnet subnet) {
        return new MacAddress(0x5255_0000_0000L | Integer.toUnsignedLong(subnet.gateway().bits()));
    }

    /** Asks who has an address; forwards begin with the answer. */
    void seek(Ipv4Address guest) {
        lan.ask(guest);
    }

    /** Takes a frame from a guest. */
    void receive(byte[] frame) {
        lan.receive(frame);
    }

    @Override
    public Ipv4Address address() {
        return subnet.gateway();
    }

    /**
     * Beside our own addresses we answer for all outside the network, so a guest that was configured by hand for some other one
     * finds its gateway.
     */
    @Override
    public boolean answersFor(Ipv4Address target) {
        return subnet.isOurs(target) || target.isUnicast() && !target.isLoopback() && !subnet.contains(target)
                && !target.isLinkLocal() && !lan.knows(target);
    }

    @Override
    public void met(Ipv4Address guest) {
        if (!guest.isLinkLocal()) {
            hostSide.forwards().met(guest, hostSide.machine(), udp, tcp);
        }
    }

    @Override
    public void receive(Ipv4Packet packet) {
        if (packet.protocol() == Ipv4Packet.UDP) {
            UdpDatagram.parse(packet).ifPresent(datagram -> receive(packet, datagram));
        } else if (isForOneHost(packet)) {
            switch (packet.protocol()) {
                case Ipv4Packet.ICMP -> ping.receive(packet);
                case Ipv4Packet.TCP -> TcpSegment.parse(packet).ifPresent(segment -> tcp.receive(
                        new Endpoint(packet.source(), segment.sourcePort()),
                        new Endpoint(packet.destination(), segment.destinationPort()), segment));
                default -> { }
            }
        }
    }

    private void receive(Ipv4Packet packet, UdpDatagram datagram) {
        Endpoint from = new Endpoint(packet.source(), datagram.sourcePort());
        Endpoint to = new Endpoint(packet.destination(), datagram.destinationPort());
        if (to.port() == DhcpMessage.SERVER_PORT) {
            dhcp.receive(from, to, datagram.payload());
            return;
        }
        if (!isForOneHost(packet)) {
            return;
        }
        if (subnet.isOurs(to.address()) && hostSide.ports().receive(from, to.port(), datagram.payload())) {
            return;
        }
        UdpService service = services.get(to.port());
        if (service != null) {
            service.receive(from, to, datagram.payload());
        } else if (!udp.send(from, to, datagram.payload())) {
            ping.unreachable(packet, IcmpMessage.PORT);
        }
    }

    /** Broadcasts and multicasts do not leave the LAN, and what has no sender gets no answer. */
    private boolean isForOneHost(Ipv4Packet packet) {
        Ipv4Address destination = packet.destination();
        return destination.isUnicast() && !destination.isLoopback() && !destination.equals(subnet.broadcast())
                && packet.source().isUnicast() && !packet.source().isLoopback() && !subnet.isOurs(packet.source());
    }

    @Override
    public void close() {
        questions.close();
    }
}
