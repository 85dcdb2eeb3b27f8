package dev.crema.net.usernet;

import dev.crema.net.ethernet.Network;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A socket of the host for datagrams, used on the machine's thread. */
final class UdpSocket implements AutoCloseable {
    /** Datagrams that may wait for the machine's thread; more are lost, as in a socket's full buffer. */
    private static final int MOST_WAITING = 512;

    private final ChannelFuture binding;

    /** Takes what comes, on the machine's thread. */
    @FunctionalInterface
    interface Receiver {
        /** A datagram came from somebody. */
        void receive(Endpoint peer, byte[] payload);
    }

    /**
     * A socket.
     *
     * @param address of the host to bind to
     * @param port 0 for any that is free
     */
    UdpSocket(HostSockets sockets, Ipv4Address address, int port) {
        binding = sockets.datagrams(address, port, new Inbound());
    }

    /** The binding, to wait for. */
    ChannelFuture binding() {
        return binding;
    }

    /** Where the socket is bound. */
    InetSocketAddress address() {
        return (InetSocketAddress) channel().localAddress();
    }

    private Channel channel() {
        return binding.channel();
    }

    /** From now on hands over what comes, with what the host has kept so far. */
    void start(Network.Host host, Receiver receiver) {
        binding.addListener(bound -> channel().eventLoop().execute(() -> {
            channel().pipeline().get(Inbound.class).start(host, receiver);
            channel().config().setAutoRead(true);
        }));
    }

    /** Sends a datagram; it is lost if the host is too busy. */
    void send(Endpoint peer, byte[] payload) {
        binding.addListener(bound -> {
            if (channel().isWritable()) {
                channel().writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(payload), peer.toSocketAddress()));
            }
        });
    }

    @Override
    public void close() {
        binding.addListener(bound -> channel().close());
    }

    /** On the sockets' thread. */
    private static final class Inbound extends SimpleChannelInboundHandler<DatagramPacket> {
        private final AtomicInteger waiting = new AtomicInteger();
        private Network.Host host;
        private Receiver receiver;

        void start(Network.Host to, Receiver by) {
            host = to;
            receiver = by;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
            if (waiting.get() >= MOST_WAITING) {
                return;
            }
            byte[] payload = ByteBufUtil.getBytes(datagram.content());
            InetSocketAddress sender = datagram.sender();
            Ipv4Address.of(sender.getAddress()).ifPresent(address -> {
                waiting.incrementAndGet();
                host.post(() -> {
                    waiting.decrementAndGet();
                    receiver.receive(new Endpoint(address, sender.getPort()), payload);
                });
            });
        }

        /** Such as "port unreachable" for an earlier datagram: as in any network, it is just lost. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) { }
    }
}
