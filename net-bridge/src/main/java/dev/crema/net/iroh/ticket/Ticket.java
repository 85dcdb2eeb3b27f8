package dev.crema.net.iroh.ticket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What an endpoint prints so that others can dial it: the word "endpoint" and base 32 of its id and addresses. A short ticket has
 * no addresses, so it says who, not where.
 *
 * @param id        whose ticket it is
 * @param addresses where the endpoint can be reached, without duplicates: relays, then IP, then custom transports
 */
public record Ticket(EndpointId id, List<TicketAddress> addresses) {
    static final String KIND = "endpoint";

    public Ticket {
        addresses = sorted(addresses);
    }

    /** The ticket of an endpoint that is reached over UDP; without addresses the short one. */
    public static Ticket of(EndpointId id, InetSocketAddress... addresses) {
        return new Ticket(id, List.of(addresses).stream().<TicketAddress>map(TicketAddress.Ip::new).toList());
    }

    /** Reads a ticket's text, its base 32 in upper or lower case. */
    public static Ticket parse(String text) {
        if (!text.startsWith(KIND)) {
            throw new MalformedTicketException("A ticket begins with \"" + KIND + "\", but this one does not: " + shown(text));
        }
        byte[] bytes = Base32.STANDARD.decode(text.substring(KIND.length())).orElseThrow(() -> new MalformedTicketException(
                "After \"" + KIND + "\" a ticket is base 32 (a to z, 2 to 7); this one has other characters or an end missing: "
                        + shown(text)));
        return new TicketDecoder(bytes).ticket();
    }

    /** A ticket of the same endpoint that leads to a UDP port of this host, as one that is forwarded to it. */
    public Ticket atLocalPort(int port) {
        return of(id, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** The UDP addresses, in the ticket's order. */
    public List<InetSocketAddress> direct() {
        return addresses.stream().flatMap(address -> address instanceof TicketAddress.Ip ip
                ? List.of(ip.address()).stream() : List.<InetSocketAddress>of().stream()).toList();
    }

    /** The text, in lower case. */
    @Override
    public String toString() {
        return KIND + Base32.STANDARD.encode(new TicketEncoder().ticket(this).bytes());
    }

    private static List<TicketAddress> sorted(Collection<TicketAddress> addresses) {
        TreeSet<TicketAddress> set = new TreeSet<>(TicketEncoder.ORDER);
        set.addAll(addresses);
        return List.copyOf(set);
    }

    private static String shown(String text) {
        int most = 40;
        return text.length() <= most ? "\"" + text + "\"" : "\"" + text.substring(0, most) + "...\"";
    }
}
