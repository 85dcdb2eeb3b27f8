package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.Ipv4Address;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How a user-mode network is to be.
 *
 * @param subnet its addresses
 * @param start the date at tick 0 of the machine, from which guests get the time; equal runs need equal ones
 * @param restricted whether guests are kept from the host and the world: only what the network itself answers, and forwards, work
 * @param forwards ways in from the host
 * @param names that are known here, in lower case, with their addresses
 * @param listener told what happens, on the machine's thread once the network is plugged in
 */
public record UserNetworkOptions(Subnet subnet, Instant start, boolean restricted, List<Forward> forwards,
        Map<String, Ipv4Address> names, Consumer<NetworkEvent> listener) {
    /** The date of deterministic runs: the first second of 2026. */
    public static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

    /** QEMU's addresses, the way out open, no way in; the gateway, which is the host, is known by name. */
    public static final UserNetworkOptions DEFAULT = new UserNetworkOptions(Subnet.DEFAULT, DEFAULT_START, false, List.of(),
            Map.of("host.crema", Subnet.DEFAULT.gateway(), "gateway", Subnet.DEFAULT.gateway()), event -> { });

    /** Keeps its own copies, in an order that does not depend on chance. */
    public UserNetworkOptions {
        forwards = List.copyOf(forwards);
        names = new TreeMap<>(names);
    }

    /** The same with another date at tick 0. */
    public UserNetworkOptions withStart(Instant date) {
        return new UserNetworkOptions(subnet, date, restricted, forwards, names, listener);
    }

    /** The same with guests kept in. */
    public UserNetworkOptions withRestriction() {
        return new UserNetworkOptions(subnet, start, true, forwards, names, listener);
    }

    /** The same with these ways in. */
    public UserNetworkOptions withForwards(List<Forward> ways) {
        return new UserNetworkOptions(subnet, start, restricted, ways, names, listener);
    }

    /** The same with another name. */
    public UserNetworkOptions withName(String name, Ipv4Address address) {
        Map<String, Ipv4Address> more = new TreeMap<>(names);
        more.put(name, address);
        return new UserNetworkOptions(subnet, start, restricted, forwards, more, listener);
    }

    /** The same with somebody who is told what happens. */
    public UserNetworkOptions withListener(Consumer<NetworkEvent> told) {
        return new UserNetworkOptions(subnet, start, restricted, forwards, names, told);
    }
}
