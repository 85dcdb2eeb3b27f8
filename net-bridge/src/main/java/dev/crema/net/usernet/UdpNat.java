package dev.crema.net.usernet;

import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import dev.crema.net.ethernet.Network;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries datagrams between guests and those outside. Each port of a guest has one socket of the host, which takes what anybody
 * sends ("endpoint-independent" in RFC 4787, sections 4.1 and 5), so guests can be reached through other NATs; what comes in
 * through a forward is answered from the forward's socket.
 */
final class UdpNat {
    /** RFC 4787, section 4.3: "a default value of five minutes or more is RECOMMENDED", and not less than two. */
    private static final long LIFETIME = 120 * Clock.TICKS_PER_SECOND;
    private static final int MOST_FLOWS = 512;
    private static final int FIRST_SUBSTITUTE_PORT = 49_152;
    private static final int SUBSTITUTE_PORTS = 16_384;
    private static final int MOST_SUBSTITUTES = 16;

    private final Network.Host host;
    private final HostPeers peers;
    private final HostSockets sockets;
    private final GuestLan lan;
    private final AddressTranslation translation;
    private final Consumer<NetworkEvent> events;
    private final Event sweep;

    /** Between whom datagrams go, as the guest sees it. */
    private record Pair(Endpoint guest, Endpoint peer) { }

    /** The least recently used come first. */
    private final Map<Pair, Flow> flows = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Endpoint, OwnSocket> own = new LinkedHashMap<>();
    private final Map<Endpoint, UdpSocket> forwarded = new LinkedHashMap<>();

    UdpNat(HostSide hostSide, GuestLan lan, AddressTranslation translation) {
        host = hostSide.machine();
        peers = hostSide.peers();
        sockets = hostSide.sockets();
        events = hostSide.events();
        this.lan = lan;
        this.translation = translation;
        sweep = host.clock().event("UDP flows", this::sweep);
    }

    /** Datagrams between a guest's port and somebody, through a socket. */
    private static final class Flow {
        private final UdpSocket socket;
        private final Endpoint outside;
        private long lastUsed;

        Flow(UdpSocket socket, Endpoint outside) {
            this.socket = socket;
            this.outside = outside;
        }
    }

    /** The socket of a guest's port, with the number of its flows. */
    private static final class OwnSocket {
        private final UdpSocket socket;
        private int flows;

        OwnSocket(UdpSocket socket) {
            this.socket = socket;
        }
    }

    /**
     * Takes a datagram from a guest.
     *
     * @return false if there is no way to whom it is for
     */
    boolean send(Endpoint guest, Endpoint to, byte[] payload) {
        Pair pair = new Pair(guest, to);
        Flow flow = flows.get(pair);
        if (flow == null) {
            Optional<Endpoint> outside = translation.outside(to);
            if (outside.isEmpty()) {
                return false;
            }
            flow = open(pair, socketOf(guest), outside.get());
            events.accept(new NetworkEvent.Connected(Forward.Protocol.UDP, guest, to));
        }
        flow.lastUsed = host.clock().now();
        flow.socket.send(flow.outside, payload);
        return true;
    }

    /** From now on carries what comes in through a forward's socket to a guest. */
    void forward(UdpSocket socket, Endpoint guest) {
        forwarded.putIfAbsent(guest, socket);
        socket.start(host, (peer, payload) -> receive(socket, peer, guest, payload));
    }

    private UdpSocket socketOf(Endpoint guest) {
        UdpSocket ofForward = forwarded.get(guest);
        return ofForward != null ? ofForward : own.computeIfAbsent(guest, first -> {
            UdpSocket socket = new UdpSocket(sockets, Ipv4Address.UNSPECIFIED, 0);
            socket.start(host, (peer, payload) -> receive(socket, peer, guest, payload));
            return new OwnSocket(socket);
        }).socket;
    }

    private void receive(UdpSocket socket, Endpoint peer, Endpoint guest, byte[] payload) {
        if (payload.length > UdpDatagram.LONGEST_PAYLOAD) {
            return;
        }
        Endpoint seen = translation.inside(peer);
        for (int substitute = 0; substitute <= MOST_SUBSTITUTES; substitute++) {
            Pair pair = new Pair(guest, seen);
            Flow flow = flows.get(pair);
            if (flow == null) {
                flow = open(pair, socket, peer);
                if (forwarded.containsValue(socket)) {
                    events.accept(new NetworkEvent.Dialed(Forward.Protocol.UDP, peer, guest));
                }
            }
            if (flow.socket == socket && flow.outside.equals(peer)) {
                flow.lastUsed = host.clock().now();
                lan.send(UdpDatagram.packet(seen, guest, payload));
                return;
            }
            // Another peer looks the same to the guest; this one gets another port.
            seen = new Endpoint(seen.address(), FIRST_SUBSTITUTE_PORT + (peer.port() + substitute) % SUBSTITUTE_PORTS);
        }
    }

    private Flow open(Pair pair, UdpSocket socket, Endpoint outside) {
        Flow flow = new Flow(socket, outside);
        flows.put(pair, flow);
        OwnSocket shared = own.get(pair.guest);
        if (shared != null && shared.socket == socket) {
            shared.flows++;
        }
        peers.join();
        if (flows.size() > MOST_FLOWS) {
            Iterator<Map.Entry<Pair, Flow>> leastUsed = flows.entrySet().iterator();
            Map.Entry<Pair, Flow> evicted = leastUsed.next();
            leastUsed.remove();
            closed(evicted.getKey(), evicted.getValue());
        }
        if (!sweep.armed()) {
            sweep.after(LIFETIME);
        }
        return flow;
    }

    private void sweep() {
        long now = host.clock().now();
        Iterator<Map.Entry<Pair, Flow>> all = flows.entrySet().iterator();
        long oldest = now;
        while (all.hasNext()) {
            Map.Entry<Pair, Flow> flow = all.next();
            if (now - flow.getValue().lastUsed >= LIFETIME) {
                all.remove();
                closed(flow.getKey(), flow.getValue());
            } else {
                oldest = Math.min(oldest, flow.getValue().lastUsed);
            }
        }
        if (!flows.isEmpty()) {
            sweep.at(oldest + LIFETIME);
        }
    }

    private void closed(Pair pair, Flow flow) {
        peers.leave();
        OwnSocket shared = own.get(pair.guest);
        if (shared != null && shared.socket == flow.socket && --shared.flows == 0) {
            own.remove(pair.guest);
            shared.socket.close();
        }
    }
}
