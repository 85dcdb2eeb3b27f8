package dev.crema.net.ethernet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins cables to one LAN, as a switch does: IEEE 802.1D, section 7. A frame goes where its destination was last heard, to all
 * others if that is not known or is a group. Used on one thread.
 */
public final class LearningBridge {
    private static final int MOST_STATIONS = 1_024;

    private final List<Port> ports = new ArrayList<>();
    private final Map<MacAddress, Port> heardAt = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MacAddress, Port> eldest) {
            return size() > MOST_STATIONS;
        }
    };

    /** A socket of the bridge: takes what comes from the cable. */
    public final class Port implements EthernetPort {
        private final EthernetPort cable;

        private Port(EthernetPort cable) {
            this.cable = cable;
        }

        @Override
        public void send(byte[] frame) {
            EthernetFrame.parse(frame).ifPresent(parsed -> forward(parsed, frame));
        }

        private void forward(EthernetFrame parsed, byte[] frame) {
            if (!parsed.source().isGroup()) {
                heardAt.remove(parsed.source());
                heardAt.put(parsed.source(), this);
            }
            Port only = heardAt.get(parsed.destination());
            if (only != null) {
                if (only != this) {
                    only.cable.send(frame);
                }
                return;
            }
            for (Port port : ports.toArray(Port[]::new)) {
                if (port != this) {
                    port.cable.send(frame.clone());
                }
            }
        }

        /** Pulls the cable out. */
        public void remove() {
            ports.remove(this);
            heardAt.values().removeIf(this::equals);
        }
    }

    /**
     * Plugs a cable in.
     *
     * @param cable takes what goes out to it
     */
    public Port add(EthernetPort cable) {
        Port port = new Port(cable);
        ports.add(port);
        return port;
    }
}
