package dev.crema.net.usernet;

import dev.crema.net.ethernet.NetworkException;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way in from the host: what reaches a port of the host is carried on to a port of the guest.
 *
 * @param host where the host listens; 0.0.0.0 for all its addresses, port 0 for any that is free
 * @param guest who gets it; empty for the first guest
 * @param guestPort 1 to 65535
 */
public record Forward(Protocol protocol, Endpoint host, Optional<Ipv4Address> guest, int guestPort) {
    private static final Pattern SYNTAX = Pattern.compile(
            "(?<protocol>[^:]*):(?<host>[^:]*):(?<port>[^:-]*)-(?<guest>[^:]*):(?<guestPort>[^:]*)");
    private static final String EXAMPLES = "write it as in udp::4433-:4433 or tcp:127.0.0.1:8080-10.0.2.15:80";
    private static final int HIGHEST_PORT = 65_535;

    /** What is forwarded. */
    public enum Protocol {
        /** Connections. */
        TCP,
        /** Datagrams. */
        UDP;

        /** As it is written in options. */
        public String option() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a forward in QEMU's syntax, {@code PROTOCOL:[HOST_ADDRESS]:HOST_PORT-[GUEST_ADDRESS]:GUEST_PORT}.
     *
     * @throws NetworkException if it is malformed
     */
    public static Forward parse(String option) {
        Matcher parts = SYNTAX.matcher(option);
        if (!parts.matches()) {
            throw new NetworkException("--forward %s is not PROTOCOL:HOST_ADDRESS:HOST_PORT-GUEST_ADDRESS:GUEST_PORT; %s.",
                    option, EXAMPLES);
        }
        Protocol protocol = switch (parts.group("protocol")) {
            case "tcp", "" -> Protocol.TCP;
            case "udp" -> Protocol.UDP;
            default -> throw new NetworkException("--forward %s has the protocol \"%s\", which is neither tcp nor udp.",
                    option, parts.group("protocol"));
        };
        Ipv4Address host = address(option, parts.group("host"), "host").orElse(Ipv4Address.UNSPECIFIED);
        Endpoint listening = new Endpoint(host, port(option, parts.group("port"), "host", 0));
        return new Forward(protocol, listening, address(option, parts.group("guest"), "guest"),
                port(option, parts.group("guestPort"), "guest", 1));
    }

    private static Optional<Ipv4Address> address(String option, String text, String whose) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Ipv4Address> address = text.equals("localhost") ? Optional.of(Ipv4Address.LOOPBACK) : Ipv4Address.parse(text);
        if (address.isEmpty()) {
            throw new NetworkException("--forward %s has the %s address \"%s\", which is no IPv4 address; %s.",
                    option, whose, text, EXAMPLES);
        }
        return address;
    }

    private static int port(String option, String text, String whose, int lowest) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < lowest || Integer.parseInt(text) > HIGHEST_PORT) {
            throw new NetworkException("--forward %s has the %s port \"%s\", which is not a number from %d to %d; %s.",
                    option, whose, text, lowest, HIGHEST_PORT, EXAMPLES);
        }
        return Integer.parseInt(text);
    }

    /** The forward as it is written in options. */
    @Override
    public String toString() {
        String address = host.address().equals(Ipv4Address.UNSPECIFIED) ? "" : host.address().toString();
        return protocol.option() + ":" + address + ":" + host.port() + "-" + guest.map(Ipv4Address::toString).orElse("") + ":"
                + guestPort;
    }
}
