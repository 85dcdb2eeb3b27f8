package dev.crema.net.iroh.ticket;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;

/** A ticket's bytes: the format "postcard", in which numbers are LEB128 and lists begin with their length. */
final class TicketEncoder {
    /** The one format there is. */
    static final int VARIANT = 0;
    static final int RELAY = 0;
    static final int IP = 1;
    static final int CUSTOM = 2;
    static final int V4 = 0;
    static final int V6 = 1;

    /** Relays before IP before custom transports, then by value, which is the order of their bytes. */
    static final Comparator<TicketAddress> ORDER = Comparator.comparingInt(TicketEncoder::kind).thenComparing(TicketEncoder::compareValues);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    TicketEncoder ticket(Ticket ticket) {
        number(VARIANT);
        bytes.writeBytes(ticket.id().bytes());
        number(ticket.addresses().size());
        ticket.addresses().forEach(this::address);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private void address(TicketAddress address) {
        number(kind(address));
        switch (address) {
            case TicketAddress.Relay relay -> string(relay.url().getBytes(StandardCharsets.UTF_8));
            case TicketAddress.Ip ip -> {
                number(ip.address().getAddress() instanceof Inet4Address ? V4 : V6);
                bytes.writeBytes(ip.address().getAddress().getAddress());
                number(ip.address().getPort());
            }
            case TicketAddress.Custom custom -> {
                number(custom.transport());
                string(HexFormat.of().parseHex(custom.data()));
            }
        }
    }

    private void string(byte[] content) {
        number(content.length);
        bytes.writeBytes(content);
    }

    private void number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static int kind(TicketAddress address) {
        return switch (address) {
            case TicketAddress.Relay relay -> RELAY;
            case TicketAddress.Ip ip -> IP;
            case TicketAddress.Custom custom -> CUSTOM;
        };
    }

    private static int compareValues(TicketAddress one, TicketAddress other) {
        return switch (one) {
            case TicketAddress.Relay relay -> relay.url().compareTo(((TicketAddress.Relay) other).url());
            case TicketAddress.Ip ip -> IP_ORDER.compare(ip.address(), ((TicketAddress.Ip) other).address());
            case TicketAddress.Custom custom -> CUSTOM_ORDER.compare(custom, (TicketAddress.Custom) other);
        };
    }

    private static final Comparator<InetSocketAddress> IP_ORDER = Comparator
            .<InetSocketAddress>comparingInt(socket -> socket.getAddress().getAddress().length)
            .thenComparing(socket -> HexFormat.of().formatHex(socket.getAddress().getAddress()))
            .thenComparingInt(InetSocketAddress::getPort);

    private static final Comparator<TicketAddress.Custom> CUSTOM_ORDER =
            ((Comparator<TicketAddress.Custom>) (one, other) -> Long.compareUnsigned(one.transport(), other.transport()))
                    .thenComparing(TicketAddress.Custom::data);
}
