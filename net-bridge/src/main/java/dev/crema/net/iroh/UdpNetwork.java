package dev.crema.net.iroh;

import java.io.IOException;
import java.net.InetAddress;

/** A network on which endpoints can be dialed. */
public interface UdpNetwork {
    /** Opens a port of its own for what is to be said to an address. */
    UdpPort open(InetAddress peer) throws IOException;
}
