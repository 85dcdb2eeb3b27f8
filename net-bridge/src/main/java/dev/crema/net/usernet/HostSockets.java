package dev.crema.net.usernet;

import dev.crema.net.ethernet.NetworkException;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Opens the host's sockets, all served by one thread of their own, which only moves bytes. */
final class HostSockets implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 30_000;
    /** At most this much comes from a connection at once. */
    static final int READ_BYTES = 32_768;
    private static final int LONGEST_DATAGRAM = 65_535;
    private static final SelectorProvider PROVIDER = SelectorProvider.provider();

    private Optional<EventLoopGroup> group = Optional.empty();

    /** Made when it is needed: to load all of it takes the host a good part of a second, and most firmware opens no socket. */
    private synchronized EventLoopGroup group() {
        if (group.isEmpty()) {
            ThreadFactory daemon = task -> Thread.ofPlatform().daemon().name("crema-sockets").unstarted(task);
            group = Optional.of(new MultiThreadIoEventLoopGroup(1, daemon, NioIoHandler.newFactory()));
        }
        return group.get();
    }

    /** A socket for datagrams; the handler gets what comes once reading is switched on. */
    ChannelFuture datagrams(Ipv4Address address, int port, ChannelHandler handler) {
        return new Bootstrap().group(group())
                .channelFactory(() -> new NioDatagramChannel(SocketProtocolFamily.INET))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LONGEST_DATAGRAM))
                .handler(handler)
                .bind(address.toInetAddress(), port);
    }

    /** A connection to somebody; nothing is read unless asked for. */
    ChannelFuture connect(Endpoint peer, ChannelHandler handler) {
        return new Bootstrap().group(group())
                .channelFactory(() -> new NioSocketChannel(PROVIDER, SocketProtocolFamily.INET))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1))
                .handler(handler)
                .connect(peer.toSocketAddress());
    }

    /** Waits for connections; none is accepted before reading is switched on, and nothing is read from them unless asked for. */
    ChannelFuture listen(Ipv4Address address, int port, ChannelHandler accepted) {
        return new ServerBootstrap().group(group())
                .channelFactory(() -> new NioServerSocketChannel(PROVIDER, SocketProtocolFamily.INET))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1))
                .childHandler(accepted)
                .bind(address.toInetAddress(), port);
    }

    /**
     * Waits until the socket of a forward is bound.
     *
     * @throws NetworkException if it cannot be
     */
    static void awaitBound(ChannelFuture binding, Forward forward) {
        Throwable cause = binding.awaitUninterruptibly().cause();
        if (cause != null) {
            throw new NetworkException("--forward %s cannot listen at %s: %s; choose another port, or 0 for any that is free.",
                    forward, forward.host(), cause.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        group.ifPresent(opened -> opened.shutdownGracefully(0, 0, TimeUnit.SECONDS));
    }
}
