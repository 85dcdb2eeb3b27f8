package dev.crema.net.usernet;

import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What happens in a user-mode network. */
public sealed interface NetworkEvent {
    /** The event in one line, to be shown to a person. */
    String line();

    /**
     * A guest got its address, or got it confirmed.
     *
     * @param hostName what the guest calls itself
     */
    record Leased(Ipv4Address address, MacAddress guest, Optional<String> hostName) implements NetworkEvent {
        @Override
        public String line() {
            return "ip: " + address + " to " + guest + hostName.map(name -> " (" + name + ")").orElse("");
        }
    }

    /** The virtual station got its address from the guest, whose own is the gateway's. */
    record Joined(Ipv4Address address, Ipv4Address gateway) implements NetworkEvent {
        @Override
        public String line() {
            return "ip: station has " + address + ", guest is " + gateway;
        }
    }

    /** The guest asked for the addresses of a name; none if there is no such name. */
    record Resolved(String name, List<InetAddress> addresses) implements NetworkEvent {
        @Override
        public String line() {
            return "dns: " + name + (addresses.isEmpty() ? " does not exist" : " is " + addresses.stream()
                    .map(InetAddress::getHostAddress).collect(Collectors.joining(", ")));
        }
    }

    /** The guest asked for the time. */
    record TimeServed(Endpoint guest) implements NetworkEvent {
        @Override
        public String line() {
            return "sntp: time to " + guest.address();
        }
    }

    /**
     * The host listens for a forward; told by whoever opens the network, before it is plugged in.
     *
     * @param port of the host, also if the forward left it open
     */
    record Listening(Forward forward, int port) implements NetworkEvent {
        @Override
        public String line() {
            return "forward: " + forward + " listens at port " + port;
        }
    }

    /** Somebody dialed in through a forward. */
    record Dialed(Forward.Protocol protocol, Endpoint peer, Endpoint guest) implements NetworkEvent {
        @Override
        public String line() {
            return "forward: " + protocol.option() + " " + peer + " to " + guest;
        }
    }

    /** The guest opened a connection, or sent its first datagram, to somebody outside. */
    record Connected(Forward.Protocol protocol, Endpoint guest, Endpoint peer) implements NetworkEvent {
        @Override
        public String line() {
            return protocol.option() + ": " + guest + " to " + peer;
        }
    }
}
