package dev.crema.net.usernet;

import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.usernet.packet.DhcpMessage;
import dev.crema.net.usernet.packet.DhcpMessage.Type;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Gets an address from the guest: RFC 2131, section 4.4. It asks until it is answered, for nobody tells it when the guest's
 * network is there, and keeps what it got by asking again at half of its time.
 */
final class DhcpClient {
    private static final long PATIENCE = Clock.TICKS_PER_SECOND;
    private static final int DEFAULT_LEASE_SECONDS = 3_600;
    private static final int SHORTEST_LEASE_SECONDS = 10;
    private static final int MOST_REQUESTS = 4;

    private final MacAddress mac;
    private final Consumer<DhcpMessage> output;
    private final BiConsumer<Ipv4Address, Ipv4Address> bound;
    private final Event timer;
    private Ipv4Address address = Ipv4Address.UNSPECIFIED;
    private Optional<DhcpMessage> request = Optional.empty();
    private int requests;
    private int transaction;

    /**
     * A client.
     *
     * @param output takes messages for servers, to be broadcast
     * @param bound told our address and the guest's, whenever they are (again) sure
     */
    DhcpClient(MacAddress mac, Clock clock, Consumer<DhcpMessage> output, BiConsumer<Ipv4Address, Ipv4Address> bound) {
        this.mac = mac;
        this.output = output;
        this.bound = bound;
        timer = clock.event("DHCP client", this::timeUp);
        transaction = (int) mac.bits();
    }

    /** Our address; unspecified while there is none. */
    Ipv4Address address() {
        return address;
    }

    /** Begins to ask. */
    void start() {
        discover();
    }

    private void discover() {
        request = Optional.empty();
        requests = 0;
        address = Ipv4Address.UNSPECIFIED;
        transaction++;
        timer.after(PATIENCE);
        output.accept(message(Ipv4Address.UNSPECIFIED).with(Type.DISCOVER));
    }

    private DhcpMessage message(Ipv4Address clientAddress) {
        return DhcpMessage.request(transaction, mac, clientAddress).with(DhcpMessage.PARAMETER_REQUEST_LIST,
                new byte[] {DhcpMessage.SUBNET_MASK, DhcpMessage.ROUTER, DhcpMessage.DOMAIN_NAME_SERVER, DhcpMessage.LEASE_TIME});
    }

    private void timeUp() {
        if (request.isEmpty() && !address.equals(Ipv4Address.UNSPECIFIED)) {
            transaction++;
            request = Optional.of(message(address).with(Type.REQUEST));
        }
        if (request.isPresent() && requests < MOST_REQUESTS) {
            requests++;
            timer.after(PATIENCE);
            output.accept(request.get());
        } else {
            discover();
        }
    }

    /** Takes what a server sent. */
    void receive(byte[] payload) {
        DhcpMessage.parse(payload)
                .filter(message -> message.operation() == DhcpMessage.BOOTREPLY && message.transaction() == transaction)
                .filter(message -> message.client().equals(mac))
                .ifPresent(message -> message.type().ifPresent(type -> receive(message, type)));
    }

    private void receive(DhcpMessage message, Type type) {
        if (type == Type.OFFER && request.isEmpty() && address.equals(Ipv4Address.UNSPECIFIED)) {
            request(message);
        } else if (type == Type.ACK && request.isPresent()) {
            bind(message);
        } else if (type == Type.NAK && request.isPresent()) {
            discover();
        }
    }

    private void request(DhcpMessage offer) {
        Optional<Ipv4Address> server = offer.address(DhcpMessage.SERVER_IDENTIFIER);
        if (server.isPresent() && offer.yourAddress().isUnicast()) {
            request = Optional.of(message(Ipv4Address.UNSPECIFIED).with(Type.REQUEST)
                    .with(DhcpMessage.REQUESTED_ADDRESS, offer.yourAddress())
                    .with(DhcpMessage.SERVER_IDENTIFIER, server.get()));
            timeUp();
        }
    }

    private void bind(DhcpMessage ack) {
        Optional<Ipv4Address> guest = ack.address(DhcpMessage.SERVER_IDENTIFIER).or(() -> ack.address(DhcpMessage.ROUTER));
        if (guest.isEmpty() || !ack.yourAddress().isUnicast()) {
            return;
        }
        address = ack.yourAddress();
        request = Optional.empty();
        requests = 0;
        long seconds = Integer.toUnsignedLong(ack.number(DhcpMessage.LEASE_TIME).orElse(DEFAULT_LEASE_SECONDS));
        timer.after(Math.max(seconds, SHORTEST_LEASE_SECONDS) * Clock.TICKS_PER_SECOND / 2);
        bound.accept(address, guest.get());
    }
}
