package dev.crema.net.usernet;

import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.LearningBridge;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import dev.crema.net.ethernet.NetworkException;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.util.List;
import java.util.Optional;

/**
 * A network in user mode, with the addresses that QEMU's has: a gateway that is also the host, a name server, and guests that get
 * their addresses by DHCP. All access points and stations of one machine may be plugged in: they share one LAN.
 */
public final class UserNetwork implements Network {
    private final UserNetworkOptions options;
    private final HostSockets sockets = new HostSockets();
    private final Forwards forwards;
    private final LanPorts ports = new LanPorts();
    private final LearningBridge bridge = new LearningBridge();
    private Optional<HostSide> hostSide = Optional.empty();
    private Optional<Gateway> gateway = Optional.empty();
    private volatile boolean closed;

    private UserNetwork(UserNetworkOptions options) {
        this.options = options;
        try {
            forwards = new Forwards(sockets, options.forwards());
        } catch (NetworkException e) {
            sockets.close();
            throw e;
        }
        forwards.listening().forEach(options.listener());
    }

    /**
     * Makes a network, for one machine, and opens its ways in.
     *
     * @throws NetworkException if one of them cannot be opened; nothing is left open then
     */
    public static UserNetwork open(UserNetworkOptions options) {
        return new UserNetwork(options);
    }

    /** The address that the network itself has towards its guests. */
    public Ipv4Address gateway() {
        return options.subnet().gateway();
    }

    /** Which ports of the host lead in. */
    public List<NetworkEvent.Listening> forwards() {
        return forwards.listening();
    }

    /**
     * Looks for a guest that had its address before the network knew of it, as after a fork, so that forwards to it begin; on the
     * machine's thread.
     */
    public void seek(Ipv4Address guest) {
        gateway.ifPresent(opened -> opened.seek(guest));
    }

    /**
     * Opens a port of the network itself, to which guests can send and from which they can be sent datagrams without any socket of
     * the host; from any thread.
     *
     * @throws IllegalStateException if thousands are open
     */
    public LanPort openPort(LanPort.Receiver receiver) {
        return ports.open(receiver);
    }

    @Override
    public EthernetPort plug(EthernetPort guests, Host host) {
        if (gateway.isEmpty()) {
            LearningBridge.Port port = bridge.add(frame -> gateway.ifPresent(opened -> opened.receive(frame)));
            gateway = Optional.of(new Gateway(options, port, hostSide(host)));
        }
        LearningBridge.Port port = bridge.add(guests);
        return frame -> {
            if (!closed) {
                port.send(frame);
            }
        };
    }

    /**
     * The network behind a station that joined the guest's own network: it gets an address from the guest, and forwards lead
     * through it to the guest, if that has the address that they name, or is the first one found.
     *
     * @param address the station's
     */
    public Network station(MacAddress address) {
        return new StationNetwork(address, this::hostSide);
    }

    private HostSide hostSide(Host host) {
        if (hostSide.isEmpty()) {
            hostSide = Optional.of(new HostSide(host, new HostPeers(host), sockets, forwards, ports, options.listener()));
        }
        return hostSide.get();
    }

    @Override
    public void close() {
        closed = true;
        gateway.ifPresent(Gateway::close);
        forwards.close();
        sockets.close();
    }
}
