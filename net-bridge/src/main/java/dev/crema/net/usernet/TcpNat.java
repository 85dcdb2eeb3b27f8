package dev.crema.net.usernet;

import dev.crema.emulator.time.Clock;
import dev.crema.net.ethernet.Network;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.TcpSegment;
import dev.crema.net.usernet.tcp.TcpConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries connections between guests and those outside, in both directions. */
final class TcpNat implements TcpFlow.Owner {
    private static final int MOST_FLOWS = 1_024;
    private static final int FIRST_SUBSTITUTE_PORT = 49_152;
    private static final int SUBSTITUTE_PORTS = 16_384;
    /** RFC 9293, section 3.4.1: initial sequence numbers follow a clock of about 4 microseconds. */
    private static final long TICKS_PER_SEQUENCE_NUMBER = 4 * Clock.TICKS_PER_MICROSECOND;
    private static final int BETWEEN_CONNECTIONS = 64_000;

    private final Network.Host host;
    private final HostPeers peers;
    private final HostSockets sockets;
    private final GuestLan lan;
    private final AddressTranslation translation;
    private final Consumer<NetworkEvent> events;
    private final Map<TcpFlow.Pair, TcpFlow> flows = new LinkedHashMap<>();
    private int opened;

    TcpNat(HostSide hostSide, GuestLan lan, AddressTranslation translation) {
        host = hostSide.machine();
        peers = hostSide.peers();
        sockets = hostSide.sockets();
        events = hostSide.events();
        this.lan = lan;
        this.translation = translation;
    }

    /** Takes a segment from a guest. */
    void receive(Endpoint guest, Endpoint peer, TcpSegment segment) {
        TcpFlow.Pair pair = new TcpFlow.Pair(guest, peer);
        boolean wantsConnection = segment.has(TcpSegment.SYN) && !segment.has(TcpSegment.ACK) && !segment.has(TcpSegment.RST);
        TcpFlow flow = flows.get(pair);
        if (flow != null && !(wantsConnection && flow.isOver())) {
            flow.receive(segment);
        } else if (wantsConnection) {
            dialed(pair, segment);
        } else if (!segment.has(TcpSegment.RST)) {
            transmit(pair, TcpConnection.resetTo(segment));
        }
    }

    private void dialed(TcpFlow.Pair pair, TcpSegment syn) {
        Optional<Endpoint> outside = translation.outside(pair.peer());
        if (outside.isEmpty() || !makeRoom()) {
            transmit(pair, TcpConnection.resetTo(syn));
            return;
        }
        peers.join();
        flows.put(pair, TcpFlow.outward(pair, this, syn, initialSequence(), sockets, outside.get(), host));
        events.accept(new NetworkEvent.Connected(Forward.Protocol.TCP, pair.guest(), pair.peer()));
    }

    /** Somebody outside has dialed a guest. */
    void dial(TcpSocket accepted, Endpoint peer, Endpoint guest) {
        Optional<TcpFlow.Pair> pair = unused(guest, translation.inside(peer)).filter(free -> makeRoom());
        if (pair.isEmpty()) {
            accepted.abort();
            return;
        }
        peers.join();
        flows.put(pair.get(), TcpFlow.inward(pair.get(), this, initialSequence(), accepted, host));
        events.accept(new NetworkEvent.Dialed(Forward.Protocol.TCP, peer, guest));
    }

    /** The peer's own port if no other peer who looks the same to the guest has it, else another. */
    private Optional<TcpFlow.Pair> unused(Endpoint guest, Endpoint peer) {
        TcpFlow.Pair pair = new TcpFlow.Pair(guest, peer);
        for (int i = 0; i < SUBSTITUTE_PORTS; i++) {
            if (!flows.containsKey(pair)) {
                return Optional.of(pair);
            }
            pair = new TcpFlow.Pair(guest, new Endpoint(peer.address(), FIRST_SUBSTITUTE_PORT + (opened + i) % SUBSTITUTE_PORTS));
        }
        return Optional.empty();
    }

    private boolean makeRoom() {
        if (flows.size() >= MOST_FLOWS) {
            flows.values().removeIf(TcpFlow::isOver);
        }
        return flows.size() < MOST_FLOWS;
    }

    private int initialSequence() {
        return (int) (host.clock().now() / TICKS_PER_SEQUENCE_NUMBER) + opened++ * BETWEEN_CONNECTIONS;
    }

    @Override
    public void transmit(TcpFlow.Pair pair, TcpSegment segment) {
        lan.send(segment.packet(pair.peer().address(), pair.guest().address()));
    }

    @Override
    public void ended(TcpFlow flow) {
        peers.leave();
    }

    @Override
    public void forgotten(TcpFlow flow) {
        flows.remove(flow.pair(), flow);
    }
}
