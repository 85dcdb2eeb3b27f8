package dev.crema.net.air;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.net.air.frame.LlcSnap;
import dev.crema.net.air.security.Chance;
import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.ethernet.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * What joins the access points of an air: one Ethernet, so that a station that roams stays in its network (IEEE 802.11-2016,
 * section 4.3.5.1, "Distribution system").
 */
public final class DistributionSystem implements Stateful {
    private final List<AccessPoint> accessPoints = new ArrayList<>();
    private final Impairments impairments;
    private final Chance random;
    private final List<ImpairedCable> cables = new ArrayList<>();
    private EthernetPort network = frame -> { };

    /** An Ethernet to which no network is plugged in yet. */
    DistributionSystem(Impairments impairments, Chance random) {
        this.impairments = impairments;
        this.random = random;
    }

    /** Plugs a network in behind the access points. */
    public void plug(Network behind, Network.Host host) {
        network = impaired(behind.plug(impaired(this::fromNetwork, host), host), host);
    }

    private EthernetPort impaired(EthernetPort end, Network.Host host) {
        if (!impairments.touchEthernet()) {
            return end;
        }
        ImpairedCable cable = new ImpairedCable(end, impairments, random.split(), host.clock());
        cables.add(cable);
        return cable;
    }

    void add(AccessPoint accessPoint) {
        accessPoints.add(accessPoint);
    }

    private void fromNetwork(byte[] frame) {
        if (frame.length >= LlcSnap.ETHERNET_HEADER && frame.length <= EthernetPort.LONGEST_FRAME) {
            toStations(frame, MacAddress.of(frame, 0));
        }
    }

    /** A station is here now, and nowhere else. */
    void moved(MacAddress station, AccessPoint here) {
        accessPoints.stream().filter(accessPoint -> accessPoint != here).forEach(accessPoint -> accessPoint.forget(station));
    }

    /** Takes an Ethernet frame that a station sent. */
    void fromStation(byte[] frame) {
        MacAddress destination = MacAddress.of(frame, 0);
        if (destination.isGroup()) {
            toStations(frame, destination);
            network.send(frame.clone());
        } else if (!toStations(frame, destination)) {
            network.send(frame);
        }
    }

    /** Sends a frame to the stations that it is for, and returns whether it is for a station alone. */
    private boolean toStations(byte[] frame, MacAddress destination) {
        boolean taken = false;
        for (AccessPoint accessPoint : accessPoints) {
            taken |= accessPoint.send(frame, destination);
        }
        return taken;
    }

    /** {@inheritDoc} The network behind has its own. */
    @Override
    public void state(State state) {
        cables.forEach(cable -> cable.state(state));
    }
}
