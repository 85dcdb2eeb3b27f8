package dev.crema.net.ethernet;

import dev.crema.emulator.time.Clock;

/** A network with a capture of what goes over its cables, in both directions. */
public final class CapturedNetwork implements Network {
    private final Network network;
    private final PcapFile file;

    /**
     * Captures a network, and closes it and the file at the end.
     *
     * @param file of Ethernet frames
     */
    public CapturedNetwork(Network network, PcapFile file) {
        this.network = network;
        this.file = file;
    }

    @Override
    public EthernetPort plug(EthernetPort guests, Host host) {
        return captured(network.plug(captured(guests, host.clock()), host), host.clock());
    }

    private EthernetPort captured(EthernetPort port, Clock clock) {
        return frame -> {
            file.add(clock.now(), frame);
            port.send(frame);
        };
    }

    @Override
    public void close() {
        network.close();
        file.close();
    }
}
