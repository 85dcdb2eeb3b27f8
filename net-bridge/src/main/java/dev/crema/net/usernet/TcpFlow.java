package dev.crema.net.usernet;

import dev.crema.net.ethernet.Network;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.TcpSegment;
import dev.crema.net.usernet.tcp.TcpConnection;

/** A connection through the bridge: what comes from the guest's end goes to the host's socket, and back. */
final class TcpFlow {
    private final Pair pair;
    private final Owner owner;
    private final GuestsEnd guestsEnd = new GuestsEnd();
    private final HostsEnd hostsEnd = new HostsEnd();
    private TcpConnection connection;
    private TcpSocket socket;
    private boolean open;
    private boolean reading;
    private boolean hostFinished;
    private boolean guestFinished;

    /** Between whom it is, as the guest sees it. */
    record Pair(Endpoint guest, Endpoint peer) { }

    /** Who keeps the flows. */
    interface Owner {
        /** A segment goes to the guest. */
        void transmit(Pair pair, TcpSegment segment);

        /** A flow is over. */
        void ended(TcpFlow flow);

        /** A flow needs not be kept any more. */
        void forgotten(TcpFlow flow);
    }

    private TcpFlow(Pair pair, Owner owner) {
        this.pair = pair;
        this.owner = owner;
    }

    /** The guest dials somebody outside. */
    static TcpFlow outward(Pair pair, Owner owner, TcpSegment syn, int initialSequence, HostSockets sockets, Endpoint outside,
            Network.Host host) {
        TcpFlow flow = new TcpFlow(pair, owner);
        flow.connection = TcpConnection.dialed(syn, initialSequence, host.clock(), flow.guestsEnd);
        flow.socket = TcpSocket.connect(sockets, outside, host, flow.hostsEnd);
        return flow;
    }

    /** Somebody outside has dialed the guest. */
    static TcpFlow inward(Pair pair, Owner owner, int initialSequence, TcpSocket accepted, Network.Host host) {
        TcpFlow flow = new TcpFlow(pair, owner);
        flow.socket = accepted;
        accepted.listen(host, flow.hostsEnd);
        flow.connection = TcpConnection.dial(new TcpConnection.Ports(pair.peer.port(), pair.guest.port()), initialSequence,
                host.clock(), flow.guestsEnd);
        return flow;
    }

    Pair pair() {
        return pair;
    }

    /** Whether a new connection between the same may take its place. */
    boolean isOver() {
        return connection.isOver();
    }

    /** A segment from the guest. */
    void receive(TcpSegment segment) {
        connection.receive(segment);
    }

    private void readMore() {
        if (open && !reading && !hostFinished && connection.room() >= HostSockets.READ_BYTES) {
            reading = true;
            socket.read();
        }
    }

    private final class GuestsEnd implements TcpConnection.Handler {
        @Override
        public void transmit(TcpSegment segment) {
            owner.transmit(pair, segment);
        }

        @Override
        public void established() {
            open = true;
            readMore();
        }

        @Override
        public void received(byte[] data) {
            socket.send(data);
        }

        @Override
        public void finished() {
            guestFinished = true;
            socket.finish();
        }

        @Override
        public void writable() {
            readMore();
        }

        @Override
        public void ended(boolean clean) {
            if (clean) {
                socket.close();
            } else {
                socket.abort();
            }
            owner.ended(TcpFlow.this);
        }

        @Override
        public void forgotten() {
            owner.forgotten(TcpFlow.this);
        }
    }

    private final class HostsEnd implements TcpSocket.Listener {
        @Override
        public void connected() {
            connection.accept();
        }

        @Override
        public void received(byte[] data) {
            reading = false;
            if (!connection.isOver()) {
                connection.send(data);
                readMore();
            }
        }

        @Override
        public void sent(int count) {
            connection.consumed(count);
        }

        @Override
        public void finished() {
            hostFinished = true;
            connection.finish();
        }

        @Override
        public void broken() {
            // A socket is closed as well when both ends have finished, which takes nothing from what is still on its way.
            if (!hostFinished || !guestFinished) {
                connection.abort();
            }
        }
    }
}
