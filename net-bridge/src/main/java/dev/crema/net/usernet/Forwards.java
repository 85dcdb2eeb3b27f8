package dev.crema.net.usernet;

import dev.crema.net.ethernet.Network;
import dev.crema.net.ethernet.NetworkException;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The host's ends of the ways in. They are bound at once, but take nothing before the guest has its address: whoever dials
 * earlier is kept waiting by the host.
 */
final class Forwards implements AutoCloseable {
    private final List<Opened> opened = new ArrayList<>();
    private Optional<Ipv4Address> firstGuest = Optional.empty();

    /** The socket of a forward. */
    private abstract static sealed class Opened {
        private final Forward forward;
        private boolean started;

        Opened(Forward forward) {
            this.forward = forward;
        }

        abstract int port();

        abstract void start(Endpoint guest, Network.Host host, UdpNat udp, TcpNat tcp);

        abstract void close();
    }

    private static final class Datagrams extends Opened {
        private final UdpSocket socket;

        Datagrams(HostSockets sockets, Forward forward) {
            super(forward);
            socket = new UdpSocket(sockets, forward.host().address(), forward.host().port());
            HostSockets.awaitBound(socket.binding(), forward);
        }

        @Override
        int port() {
            return socket.address().getPort();
        }

        @Override
        void start(Endpoint guest, Network.Host host, UdpNat udp, TcpNat tcp) {
            udp.forward(socket, guest);
        }

        @Override
        void close() {
            socket.close();
        }
    }

    private static final class Connections extends Opened {
        private final Channel listener;
        private volatile Consumer<Channel> accepted = Channel::close;

        Connections(HostSockets sockets, Forward forward) {
            super(forward);
            ChannelFuture binding = sockets.listen(forward.host().address(), forward.host().port(), new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new TcpSocket.Inbound());
                    accepted.accept(channel);
                }
            });
            listener = binding.channel();
            HostSockets.awaitBound(binding, forward);
        }

        @Override
        int port() {
            return ((InetSocketAddress) listener.localAddress()).getPort();
        }

        @Override
        void start(Endpoint guest, Network.Host host, UdpNat udp, TcpNat tcp) {
            accepted = channel -> {
                InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
                Ipv4Address.of(peer.getAddress()).ifPresent(address -> host.post(() ->
                        tcp.dial(TcpSocket.accepted(channel), new Endpoint(address, peer.getPort()), guest)));
            };
            listener.config().setAutoRead(true);
        }

        @Override
        void close() {
            listener.close();
        }
    }

    /**
     * Binds sockets for forwards: all of them or none.
     *
     * @throws NetworkException if one cannot be bound
     */
    Forwards(HostSockets sockets, List<Forward> forwards) {
        try {
            for (Forward forward : forwards) {
                opened.add(switch (forward.protocol()) {
                    case UDP -> new Datagrams(sockets, forward);
                    case TCP -> new Connections(sockets, forward);
                });
            }
        } catch (NetworkException e) {
            close();
            throw e;
        }
    }

    /** Which ports of the host are listened at. */
    List<NetworkEvent.Listening> listening() {
        return opened.stream().map(each -> new NetworkEvent.Listening(each.forward, each.port())).toList();
    }

    /** A guest has an address: forwards to it are carried out from now on. */
    void met(Ipv4Address guest, Network.Host host, UdpNat udp, TcpNat tcp) {
        if (firstGuest.isEmpty()) {
            firstGuest = Optional.of(guest);
        }
        for (Opened each : opened) {
            if (!each.started && guest.equals(each.forward.guest().or(() -> firstGuest).orElseThrow())) {
                each.started = true;
                each.start(new Endpoint(guest, each.forward.guestPort()), host, udp, tcp);
            }
        }
    }

    @Override
    public void close() {
        opened.forEach(Opened::close);
    }
}
