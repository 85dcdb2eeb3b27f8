package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A station in the guest's network stands for all who come in through forwards; the guest finds nobody outside through it.
 *
 * @param address the station's own
 */
record StationTranslation(Supplier<Ipv4Address> address) implements AddressTranslation {
    @Override
    public Optional<Endpoint> outside(Endpoint addressed) {
        return Optional.empty();
    }

    @Override
    public Endpoint inside(Endpoint peer) {
        return new Endpoint(address.get(), peer.port());
    }
}
