package dev.crema.net.iroh;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** A UDP socket of the host. */
public final class HostUdpPort implements UdpPort {
    /** The host's own network. */
    public static final UdpNetwork NETWORK = peer -> new HostUdpPort(new DatagramSocket());

    private static final int MAX_PAYLOAD = 0xffff;

    private final DatagramSocket socket;
    private final byte[] buffer = new byte[MAX_PAYLOAD];

    private HostUdpPort(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Binds a port of the host; port 0 stands for a free one. */
    public static HostUdpPort bind(InetSocketAddress address) throws IOException {
        return new HostUdpPort(new DatagramSocket(address));
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void send(InetSocketAddress to, byte[] payload) throws IOException {
        socket.send(new DatagramPacket(payload, payload.length, to));
    }

    @Override
    public Datagram receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        return new Datagram((InetSocketAddress) packet.getSocketAddress(), Arrays.copyOf(buffer, packet.getLength()));
    }

    @Override
    public void close() {
        socket.close();
    }
}
