package dev.crema.net.usernet.packet;

import java.net.InetSocketAddress;

/**
 * An address and a port of UDP or TCP.
 *
 * @param port 0 to 65535
 */
public record Endpoint(Ipv4Address address, int port) {
    /** The endpoint as Java's. */
    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(address.toInetAddress(), port);
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
