package dev.crema.net.iroh.ticket;

import java.net.InetSocketAddress;

/** A way to reach an endpoint. */
public sealed interface TicketAddress {
    /** Through a relay server at a URL. */
    record Relay(String url) implements TicketAddress {
    }

    /** Directly over UDP. */
    record Ip(InetSocketAddress address) implements TicketAddress {
        @Override
        public String toString() {
            String host = address.getAddress().getHostAddress();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
        }
    }

    /**
     * Over a transport of its own.
     *
     * @param transport number of the transport
     * @param data      what that transport needs to know, in hexadecimal
     */
    record Custom(long transport, String data) implements TicketAddress {
    }
}
