package dev.crema.net.usernet;

import dev.crema.net.ethernet.Network;
import java.util.function.Consumer;

/**
 * What the networks of one machine share at the host's side.
 *
 * @param machine its thread and time
 * @param peers who counts those outside that the machine's time waits for
 */
record HostSide(Network.Host machine, HostPeers peers, HostSockets sockets, Forwards forwards, LanPorts ports,
        Consumer<NetworkEvent> events) { }
