package dev.crema.net.iroh;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A UDP port on some network: a socket of the host, or one in an emulated network that no host socket stands for. */
public interface UdpPort extends Closeable {
    /** A datagram that arrived. */
    record Datagram(InetSocketAddress from, byte[] payload) {
    }

    /** Where the port is reached. */
    InetSocketAddress address();

    /** Sends a payload of at most 1452 bytes; called from any thread. */
    void send(InetSocketAddress to, byte[] payload) throws IOException;

    /** Waits for the next datagram; called from one thread. Fails once the port is closed. */
    Datagram receive() throws IOException;

    @Override
    void close();
}
