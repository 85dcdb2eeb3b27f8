package dev.crema.net.usernet;

import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * Which guest has which address. A guest keeps its address for good, also over resets, unless it gives it back and others have
 * taken all the rest; guests get the lowest free ones in the order in which they first ask.
 */
final class Leases {
    private enum State { PROPOSED, BOUND, RELEASED, DECLINED }

    private record Lease(MacAddress guest, State state) { }

    private final Subnet subnet;
    /** In the order of their last change: what can be taken from its guest is taken from the front. */
    private final Map<Ipv4Address, Lease> leases = new LinkedHashMap<>();

    Leases(Subnet subnet) {
        this.subnet = subnet;
    }

    /** An address for a guest: what it has or had, else what it wants, else the lowest free; empty if there is none left. */
    Optional<Ipv4Address> propose(MacAddress guest, Optional<Ipv4Address> wanted) {
        Optional<Ipv4Address> had = of(guest);
        if (had.isPresent()) {
            return had;
        }
        Optional<Ipv4Address> proposal = wanted.filter(address -> isLeasable(address) && !leases.containsKey(address))
                .or(this::lowestFree).or(this::leastMissed);
        proposal.ifPresent(address -> put(address, guest, State.PROPOSED));
        return proposal;
    }

    /** Gives an address to a guest; false if it is not to be had, or the guest was given another. */
    boolean bind(MacAddress guest, Ipv4Address address) {
        Lease lease = leases.get(address);
        boolean free = lease == null && isLeasable(address) && of(guest).isEmpty();
        boolean its = lease != null && lease.guest.equals(guest) && lease.state != State.DECLINED;
        if (free || its) {
            put(address, guest, State.BOUND);
        }
        return free || its;
    }

    /** The guest needs its address no more. */
    void release(MacAddress guest) {
        of(guest).ifPresent(address -> put(address, guest, State.RELEASED));
    }

    /** The guest found that somebody else uses the address. */
    void decline(MacAddress guest, Ipv4Address address) {
        if (of(guest).filter(address::equals).isPresent()) {
            put(address, guest, State.DECLINED);
        }
    }

    private void put(Ipv4Address address, MacAddress guest, State state) {
        leases.remove(address);
        leases.put(address, new Lease(guest, state));
    }

    private Optional<Ipv4Address> of(MacAddress guest) {
        return leases.entrySet().stream()
                .filter(entry -> entry.getValue().guest.equals(guest) && entry.getValue().state != State.DECLINED)
                .map(Entry::getKey).findFirst();
    }

    private boolean isLeasable(Ipv4Address address) {
        return subnet.contains(address) && address.bits() >= subnet.firstLease().bits()
                && address.bits() <= subnet.lastLease().bits();
    }

    private Optional<Ipv4Address> lowestFree() {
        for (Ipv4Address address = subnet.firstLease(); isLeasable(address); address = address.plus(1)) {
            if (!leases.containsKey(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    private Optional<Ipv4Address> leastMissed() {
        return leases.entrySet().stream().filter(entry -> entry.getValue().state != State.BOUND).map(Entry::getKey).findFirst();
    }
}
