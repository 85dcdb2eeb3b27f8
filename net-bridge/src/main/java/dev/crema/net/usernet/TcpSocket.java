package dev.crema.net.usernet;

import dev.crema.net.ethernet.Network;
import dev.crema.net.usernet.packet.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;

/**
 * A connection of the host, used on the machine's thread. Nothing is read before it is asked for, so a guest that is slow slows
 * its peer down, and nothing piles up here.
 */
final class TcpSocket {
    private final Channel channel;
    private final Inbound inbound;
    private ChannelFuture lastWrite;

    /** Told what happens, on the machine's thread. */
    interface Listener {
        /** The peer accepted the connection. */
        void connected();

        /** Data came, which was asked for by {@link TcpSocket#read}. */
        void received(byte[] data);

        /** Data is on its way, and out of ours. */
        void sent(int count);

        /** The peer has no more data. */
        void finished();

        /** There is no connection, or none any more. */
        void broken();
    }

    private TcpSocket(Channel channel, Inbound inbound) {
        this.channel = channel;
        this.inbound = inbound;
        lastWrite = channel.newSucceededFuture();
    }

    /** Connects to somebody. */
    static TcpSocket connect(HostSockets sockets, Endpoint peer, Network.Host host, Listener listener) {
        Inbound inbound = new Inbound();
        inbound.listen(host, listener);
        ChannelFuture connecting = sockets.connect(peer, inbound);
        connecting.addListener(done -> host.post(done.isSuccess() ? listener::connected : listener::broken));
        return new TcpSocket(connecting.channel(), inbound);
    }

    /** A connection that somebody has made to the host. */
    static TcpSocket accepted(Channel channel) {
        return new TcpSocket(channel, channel.pipeline().get(Inbound.class));
    }

    /** Sets who is told; before anything is asked for. */
    void listen(Network.Host host, Listener listener) {
        inbound.listen(host, listener);
    }

    /** Asks for data: some comes once, when there is some, or the end. */
    void read() {
        channel.read();
    }

    /** Sends data. */
    void send(byte[] data) {
        lastWrite = channel.writeAndFlush(Unpooled.wrappedBuffer(data));
        lastWrite.addListener(written -> {
            if (written.isSuccess()) {
                inbound.host.post(() -> inbound.listener.sent(data.length));
            }
        });
    }

    /** Tells the peer, when all is sent, that no more data comes. */
    void finish() {
        lastWrite.addListener(sent -> ((SocketChannel) channel).shutdownOutput());
    }

    /** Closes the connection when all is sent. */
    void close() {
        lastWrite.addListener(sent -> channel.close());
    }

    /** Breaks the connection off; the peer is told by a reset. */
    void abort() {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                channel.close();
            }
        });
    }

    /** On the sockets' thread. */
    static final class Inbound extends SimpleChannelInboundHandler<ByteBuf> {
        private volatile Network.Host host;
        private volatile Listener listener;

        private void listen(Network.Host to, Listener by) {
            host = to;
            listener = by;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            byte[] data = ByteBufUtil.getBytes(bytes);
            host.post(() -> listener.received(data));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                host.post(listener::finished);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (listener != null) {
                host.post(listener::broken);
            }
        }
    }
}
