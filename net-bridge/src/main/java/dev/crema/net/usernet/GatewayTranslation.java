package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.util.Optional;

/**
 * The gateway stands for the host's loopback address, as in QEMU; all others keep their addresses.
 *
 * @param restricted whether nobody outside can be addressed
 */
record GatewayTranslation(Subnet subnet, boolean restricted) implements AddressTranslation {
    @Override
    public Optional<Endpoint> outside(Endpoint addressed) {
        if (restricted || addressed.port() == 0) {
            return Optional.empty();
        }
        if (addressed.address().equals(subnet.gateway())) {
            return Optional.of(new Endpoint(Ipv4Address.LOOPBACK, addressed.port()));
        }
        return subnet.contains(addressed.address()) ? Optional.empty() : Optional.of(addressed);
    }

    @Override
    public Endpoint inside(Endpoint peer) {
        boolean hidden = peer.address().isLoopback() || subnet.contains(peer.address());
        return hidden ? new Endpoint(subnet.gateway(), peer.port()) : peer;
    }
}
