package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.Endpoint;
import java.util.Optional;

/** Whom the guest means outside, and as whom those outside appear to the guest. */
interface AddressTranslation {
    /** Where the host finds whom the guest addresses; empty if it may not, or there is nobody. */
    Optional<Endpoint> outside(Endpoint addressed);

    /** How the guest sees somebody outside. */
    Endpoint inside(Endpoint peer);
}
