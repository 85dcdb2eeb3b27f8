package dev.crema.net.usernet;

import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which guest has which address, and what waits for guests that have not yet said so. */
final class Neighbors {
    private static final int MOST = 512;
    private static final int MOST_WAITED_FOR = 64;
    /** RFC 1122, section 2.3.2.2, wants at least one; this lets a burst through. */
    private static final int MOST_WAITING_EACH = 16;

    private final BoundedMap<Ipv4Address, MacAddress> known = new BoundedMap<>(MOST);
    private final BoundedMap<Ipv4Address, List<Ipv4Packet>> waiting = new BoundedMap<>(MOST_WAITED_FOR);

    /** The guest that has an address. */
    Optional<MacAddress> find(Ipv4Address address) {
        return Optional.ofNullable(known.get(address));
    }

    /** A guest has an address; returns what waited for it. */
    List<Ipv4Packet> learn(Ipv4Address address, MacAddress guest) {
        known.put(address, guest);
        List<Ipv4Packet> ready = waiting.remove(address);
        return ready == null ? List.of() : ready;
    }

    /** Lets a packet wait until the guest with its destination's address is known; too many are dropped. */
    void queue(Ipv4Packet packet) {
        List<Ipv4Packet> queue = waiting.computeIfAbsent(packet.destination(), nobodyYet -> new ArrayList<>());
        if (queue.size() < MOST_WAITING_EACH) {
            queue.add(packet);
        }
    }
}
