package dev.crema.net.usernet;

import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import java.util.function.Function;

/**
 * What is behind a station that joined the guest's own network.
 *
 * @param address the station's
 * @param hostSide shared with the user-mode network, which closes it
 */
record StationNetwork(MacAddress address, Function<Network.Host, HostSide> hostSide) implements Network {
    @Override
    public EthernetPort plug(EthernetPort guests, Host host) {
        StationHost station = new StationHost(address, guests, hostSide.apply(host));
        station.start();
        return station::receive;
    }

    @Override
    public void close() { }
}
