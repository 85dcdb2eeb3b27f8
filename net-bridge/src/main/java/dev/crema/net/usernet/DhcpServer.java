package dev.crema.net.usernet;

import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.usernet.packet.DhcpMessage;
import dev.crema.net.usernet.packet.DhcpMessage.Type;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives guests their addresses: RFC 2131, section 4.3. */
final class DhcpServer implements UdpService {
    private static final int LEASE_SECONDS = 86_400;

    private final Subnet subnet;
    private final GuestLan lan;
    private final Leases leases;
    private final Consumer<NetworkEvent> events;

    DhcpServer(Subnet subnet, GuestLan lan, Consumer<NetworkEvent> events) {
        this.subnet = subnet;
        this.lan = lan;
        this.events = events;
        leases = new Leases(subnet);
    }

    @Override
    public void receive(Endpoint from, Endpoint to, byte[] payload) {
        DhcpMessage.parse(payload).filter(message -> message.operation() == DhcpMessage.BOOTREQUEST)
                .filter(message -> !message.client().isGroup())
                .ifPresent(message -> message.type().ifPresent(type -> answer(message, type)));
    }

    private void answer(DhcpMessage message, Type type) {
        switch (type) {
            case DISCOVER -> leases.propose(message.client(), message.address(DhcpMessage.REQUESTED_ADDRESS))
                    .ifPresent(address -> send(parameters(message, address).with(Type.OFFER)
                            .with(DhcpMessage.LEASE_TIME, LEASE_SECONDS)));
            case REQUEST -> request(message);
            case DECLINE -> message.address(DhcpMessage.REQUESTED_ADDRESS)
                    .ifPresent(address -> leases.decline(message.client(), address));
            case RELEASE -> leases.release(message.client());
            case INFORM -> send(parameters(message, Ipv4Address.UNSPECIFIED).with(Type.ACK));
            // What servers say is not for servers.
            case OFFER, ACK, NAK -> { }
        }
    }

    private void request(DhcpMessage message) {
        Optional<Ipv4Address> server = message.address(DhcpMessage.SERVER_IDENTIFIER);
        if (server.isPresent() && !server.get().equals(subnet.gateway())) {
            leases.release(message.client());
            return;
        }
        // Selecting and rebooting clients put what they want into an option, renewing and rebinding ones into ciaddr.
        Ipv4Address wanted = message.address(DhcpMessage.REQUESTED_ADDRESS).orElse(message.clientAddress());
        if (leases.bind(message.client(), wanted)) {
            send(parameters(message, wanted).with(Type.ACK).with(DhcpMessage.LEASE_TIME, LEASE_SECONDS));
            events.accept(new NetworkEvent.Leased(wanted, message.client(), message.text(DhcpMessage.HOST_NAME)));
        } else {
            send(message.reply(Ipv4Address.UNSPECIFIED).with(Type.NAK)
                    .with(DhcpMessage.SERVER_IDENTIFIER, subnet.gateway()));
        }
    }

    private DhcpMessage parameters(DhcpMessage message, Ipv4Address given) {
        return message.reply(given)
                .with(DhcpMessage.SUBNET_MASK, Subnet.MASK)
                .with(DhcpMessage.ROUTER, subnet.gateway())
                .with(DhcpMessage.DOMAIN_NAME_SERVER, subnet.nameServer())
                .with(DhcpMessage.BROADCAST_ADDRESS, subnet.broadcast())
                .with(DhcpMessage.SERVER_IDENTIFIER, subnet.gateway());
    }

    /** RFC 2131, section 4.1: where answers go. */
    private void send(DhcpMessage reply) {
        boolean nak = reply.type().filter(Type.NAK::equals).isPresent();
        Endpoint from = new Endpoint(subnet.gateway(), DhcpMessage.SERVER_PORT);
        MacAddress to = reply.client();
        Ipv4Address address = reply.clientAddress();
        if (nak || address.equals(Ipv4Address.UNSPECIFIED)) {
            boolean broadcast = nak || reply.broadcast();
            to = broadcast ? MacAddress.BROADCAST : to;
            address = broadcast ? Ipv4Address.BROADCAST : reply.yourAddress();
        }
        lan.send(to, UdpDatagram.packet(from, new Endpoint(address, DhcpMessage.CLIENT_PORT), reply.toBytes()));
    }
}
