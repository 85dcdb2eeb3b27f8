package dev.crema.net.dial;

import dev.crema.emulator.debug.profile.Profile;
import dev.crema.net.iroh.ticket.EndpointId;

/**
 * A handshake of which every cycle of the guest is accounted for.
 *
 * @param peer who answered
 * @param place where, as host and port
 * @param span from the first datagram on the LAN to the guest's first packet of 1-RTT
 * @param profile of the same span
 */
public record Handshake(EndpointId peer, String place, Moment.Span span, Profile profile) {
}
