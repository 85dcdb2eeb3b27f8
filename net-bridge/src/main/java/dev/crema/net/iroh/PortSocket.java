package dev.crema.net.iroh;

import dev.crema.net.iroh.quic.KwikRepair;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;

/** A {@link UdpPort} as the socket that Kwik wants. It binds nothing on the host, and has just the methods that Kwik calls. */
final class PortSocket extends DatagramSocket {
    private static final int RECEIVE_BUFFER = 1 << 16;

    static {
        KwikRepair.applyAll();
        // Kwik's loss detection asserts that the round trip takes 1 ms at least, which is not so between ports of one host.
        PortSocket.class.getClassLoader().setPackageAssertionStatus("tech.kwik.core.recovery", false);
    }

    private final UdpPort port;
    private final boolean oneByOne;
    private UdpPort.Datagram coalesced = new UdpPort.Datagram(new InetSocketAddress(0), new byte[0]);
    private final Object state = new Object();
    private long sent;
    private boolean closed;

    private PortSocket(UdpPort port, boolean oneByOne) throws SocketException {
        super((SocketAddress) null);
        // The descriptor that comes with the super class is of no use.
        super.close();
        this.port = port;
        this.oneByOne = oneByOne;
    }

    /**
     * For a dialer. Of packets in one datagram Kwik loses those behind one whose keys it has discarded, such as the end of a
     * connection behind an Initial packet; so each comes as a datagram of its own.
     */
    static PortSocket ofDialer(UdpPort port) throws SocketException {
        return new PortSocket(port, true);
    }

    /** For a listener, which has to see how long the datagrams with Initial packets are (RFC 9000, section 14.1). */
    static PortSocket ofListener(UdpPort port) throws SocketException {
        return new PortSocket(port, false);
    }

    @Override
    public void send(DatagramPacket packet) throws IOException {
        port.send((InetSocketAddress) packet.getSocketAddress(),
                Arrays.copyOfRange(packet.getData(), packet.getOffset(), packet.getOffset() + packet.getLength()));
        synchronized (state) {
            sent++;
            state.notifyAll();
        }
    }

    /**
     * Fails only after {@link #close}: for a server, Kwik answers any earlier failure by ending the process. A port that fails is
     * silent instead, and the connections on it time out.
     */
    @Override
    public void receive(DatagramPacket packet) throws IOException {
        while (true) {
            try {
                UdpPort.Datagram datagram = coalesced.payload().length > 0 ? coalesced : port.receive();
                byte[] payload = datagram.payload();
                int admitted = PacketGate.admitted(payload);
                int length = oneByOne && admitted > 0 ? PacketGate.firstPacket(payload) : admitted;
                coalesced = new UdpPort.Datagram(datagram.from(), Arrays.copyOfRange(payload, length, admitted));
                if (length > 0 && length <= packet.getData().length) {
                    System.arraycopy(payload, 0, packet.getData(), 0, length);
                    packet.setLength(length);
                    packet.setSocketAddress(datagram.from());
                    return;
                }
            } catch (IOException failed) {
                awaitClose();
                throw failed;
            }
        }
    }

    private void awaitClose() throws SocketException {
        synchronized (state) {
            while (!closed) {
                try {
                    state.wait();
                } catch (InterruptedException shutdown) {
                    Thread.currentThread().interrupt();
                    throw new SocketException("closed");
                }
            }
        }
    }

    /** How many datagrams have been sent. */
    long sent() {
        synchronized (state) {
            return sent;
        }
    }

    /** Waits until so many datagrams have been sent, or the time is over. */
    void awaitSent(long count, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (state) {
            try {
                for (long left = atMost.toMillis(); sent < count && !closed && left > 0;
                        left = (deadline - System.nanoTime()) / 1_000_000) {
                    state.wait(left);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        synchronized (state) {
            closed = true;
            state.notifyAll();
        }
        port.close();
    }

    @Override
    public int getReceiveBufferSize() {
        return RECEIVE_BUFFER;
    }

    @Override
    public InetAddress getLocalAddress() {
        return port.address().getAddress();
    }

    @Override
    public int getLocalPort() {
        return port.address().getPort();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return port.address();
    }
}
