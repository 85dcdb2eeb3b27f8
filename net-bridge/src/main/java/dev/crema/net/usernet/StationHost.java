package dev.crema.net.usernet;

import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.usernet.packet.DhcpMessage;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.IcmpMessage;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import dev.crema.net.usernet.packet.TcpSegment;
import dev.crema.net.usernet.packet.UdpDatagram;

/** A host of ours in the guest's own network: gets its address from the guest, and leads those who dial in to the guest. */
final class StationHost implements GuestLan.Station {
    private final HostSide hostSide;
    private final GuestLan lan;
    private final DhcpClient dhcp;
    private final UdpNat udp;
    private final TcpNat tcp;

    StationHost(MacAddress mac, EthernetPort guests, HostSide hostSide) {
        this.hostSide = hostSide;
        lan = new GuestLan(mac, guests, hostSide.machine().clock(), this);
        hostSide.ports().join(lan, this::address);
        dhcp = new DhcpClient(mac, hostSide.machine().clock(), this::broadcast, this::bound);
        AddressTranslation translation = new StationTranslation(dhcp::address);
        udp = new UdpNat(hostSide, lan, translation);
        tcp = new TcpNat(hostSide, lan, translation);
    }

    /** Begins to ask for an address. */
    void start() {
        dhcp.start();
    }

    private void broadcast(DhcpMessage message) {
        lan.send(MacAddress.BROADCAST, UdpDatagram.packet(new Endpoint(message.clientAddress(), DhcpMessage.CLIENT_PORT),
                new Endpoint(Ipv4Address.BROADCAST, DhcpMessage.SERVER_PORT), message.toBytes()));
    }

    private void bound(Ipv4Address ours, Ipv4Address guest) {
        hostSide.events().accept(new NetworkEvent.Joined(ours, guest));
        hostSide.forwards().met(guest, hostSide.machine(), udp, tcp);
    }

    /** Takes a frame from the guest. */
    void receive(byte[] frame) {
        lan.receive(frame);
    }

    @Override
    public Ipv4Address address() {
        return dhcp.address();
    }

    @Override
    public boolean answersFor(Ipv4Address target) {
        return target.isUnicast() && target.equals(dhcp.address());
    }

    @Override
    public void met(Ipv4Address guest) { }

    @Override
    public void receive(Ipv4Packet packet) {
        if (packet.protocol() == Ipv4Packet.UDP) {
            UdpDatagram.parse(packet).ifPresent(datagram -> receive(packet, datagram));
        } else if (answersFor(packet.destination()) && packet.source().isUnicast()) {
            switch (packet.protocol()) {
                case Ipv4Packet.TCP -> TcpSegment.parse(packet).ifPresent(segment -> tcp.receive(
                        new Endpoint(packet.source(), segment.sourcePort()),
                        new Endpoint(packet.destination(), segment.destinationPort()), segment));
                case Ipv4Packet.ICMP -> IcmpMessage.parse(packet.payload()).filter(message -> message.type() == IcmpMessage.ECHO)
                        .ifPresent(echo -> lan.send(echo.echoReply().packet(packet.destination(), packet.source())));
                default -> { }
            }
        }
    }

    private void receive(Ipv4Packet packet, UdpDatagram datagram) {
        if (datagram.destinationPort() == DhcpMessage.CLIENT_PORT) {
            dhcp.receive(datagram.payload());
        } else if (answersFor(packet.destination()) && packet.source().isUnicast()) {
            Endpoint from = new Endpoint(packet.source(), datagram.sourcePort());
            Endpoint to = new Endpoint(packet.destination(), datagram.destinationPort());
            if (!hostSide.ports().receive(from, to.port(), datagram.payload())) {
                udp.send(from, to, datagram.payload());
            }
        }
    }
}
