package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The {@link LanPort}s of a user-mode network, reached on all LANs of its machine. Opened and closed on any thread. */
final class LanPorts {
    /** Below what hosts give to their sockets, for datagrams from those come from the gateway as well. */
    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;

    /** A LAN, and our address on it. */
    private record Side(GuestLan lan, Supplier<Ipv4Address> address) { }

    private final Map<Integer, LanPort> open = new ConcurrentHashMap<>();
    private final List<Side> sides = new CopyOnWriteArrayList<>();
    private int last = COUNT - 1;

    /** Guests are also reached on a LAN. */
    void join(GuestLan lan, Supplier<Ipv4Address> address) {
        sides.add(new Side(lan, address));
    }

    /**
     * Opens a port.
     *
     * @throws IllegalStateException if too many are open
     */
    synchronized LanPort open(LanPort.Receiver receiver) {
        if (open.size() == COUNT) {
            throw new IllegalStateException("all ports of the network are open");
        }
        do {
            last = (last + 1) % COUNT;
        } while (open.containsKey(FIRST + last));
        LanPort port = new LanPort(this, FIRST + last, receiver);
        open.put(port.number(), port);
        return port;
    }

    void close(LanPort port) {
        open.remove(port.number(), port);
    }

    /** Takes a datagram for one of our addresses; false if no port is open there. */
    boolean receive(Endpoint guest, int port, byte[] payload) {
        LanPort receiver = open.get(port);
        if (receiver == null) {
            return false;
        }
        receiver.receive(guest, payload);
        return true;
    }

    void send(LanPort port, Endpoint guest, byte[] payload) {
        if (open.get(port.number()) == port && payload.length <= UdpDatagram.LONGEST_PAYLOAD) {
            sides.stream().filter(side -> side.lan.knows(guest.address())).findFirst()
                    .or(() -> sides.stream().findFirst())
                    .ifPresent(side -> side.lan.send(UdpDatagram.packet(new Endpoint(side.address.get(), port.number()), guest, payload)));
        }
    }
}
