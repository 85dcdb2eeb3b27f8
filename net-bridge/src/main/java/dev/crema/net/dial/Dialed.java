package dev.crema.net.dial;

import dev.crema.net.iroh.EchoReport;
import dev.crema.net.iroh.ticket.EndpointId;

/**
 * A dial that came to its end.
 *
 * @param peer who answered
 * @param place where, as host and port
 * @param handshake from the first datagram on the LAN to the guest's first packet of 1-RTT, which tells that the guest has the
 *        dialer's part of the handshake
 * @param echo what came back
 * @param echoing from then to the last byte of the echo
 */
public record Dialed(EndpointId peer, String place, Moment.Span handshake, EchoReport echo, Moment.Span echoing) {
}
