package dev.crema.net.iroh;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;

/** A network on which endpoints can be dialed. */
public interface UdpNetwork {
    /** Opens a port of its own for what is to be said to an address. */
    UdpPort open(InetAddress peer) throws IOException;

    /** How long a dialer believes a round trip to take before it has seen one; what is not answered is sent again after thrice that. */
    default Duration expectedRoundTrip() {
        // kInitialRtt (RFC 9002, section 6.2.2).
        return Duration.ofMillis(333);
    }
}
