package dev.crema.net.air;

import dev.crema.emulator.state.State;
import dev.crema.net.ethernet.MacAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stations that an access point knows. */
final class Clients {
    /** The one heard longest ago makes room for another. */
    private static final int MOST = 32;

    /** Stands for a station that is to be restored. */
    static final Client NOBODY = new Client(new MacAddress(0), 0);

    private final Map<MacAddress, Client> byAddress = new LinkedHashMap<>();

    Optional<Client> find(MacAddress station) {
        return Optional.ofNullable(byAddress.get(station));
    }

    Optional<Client> findAssociated(MacAddress station) {
        return find(station).filter(Client::isAssociated);
    }

    /** Whether a station is still the one that it was: it has neither left nor authenticated anew. */
    boolean holds(Client client) {
        return byAddress.get(client.address()) == client;
    }

    Collection<Client> all() {
        return byAddress.values();
    }

    /** Some of them, to be removed meanwhile. */
    List<Client> snapshot() {
        return List.copyOf(byAddress.values());
    }

    /** A station has authenticated: whatever was known of it is forgotten, but for its identifier. */
    Client admit(MacAddress station) {
        Client client = new Client(station, identifier(station));
        byAddress.put(station, client);
        return client;
    }

    private int identifier(MacAddress station) {
        Optional<Client> before = find(station).or(() -> byAddress.size() < MOST ? Optional.empty()
                : byAddress.values().stream().min(Comparator.comparingLong(Client::heard)));
        if (before.isPresent()) {
            remove(before.get());
            return before.get().aid();
        }
        int aid = 1;
        while (isTaken(aid)) {
            aid++;
        }
        return aid;
    }

    private boolean isTaken(int aid) {
        return byAddress.values().stream().anyMatch(client -> client.aid() == aid);
    }

    void remove(Client client) {
        byAddress.remove(client.address());
        client.end();
    }

    void clear() {
        snapshot().forEach(this::remove);
    }

    /** All that is known of them, but for their handshakes. */
    void state(State state) {
        List<Client> all = new ArrayList<>(byAddress.values());
        state.each(all, NOBODY, client -> {
            Client same = identified(state, client);
            same.state(state);
            return same;
        });
        if (state.restores()) {
            all.forEach(client -> byAddress.put(client.address(), client));
        }
    }

    /** A reference to a station, which may have left since. */
    Client reference(State state, Client client) {
        boolean here = state.value(holds(client));
        Client named = identified(state, client);
        return here && state.restores() ? byAddress.getOrDefault(named.address(), named) : named;
    }

    private static Client identified(State state, Client client) {
        MacAddress address = new MacAddress(state.value(client.address().bits()) & MacAddress.BROADCAST.bits());
        int aid = state.value(client.aid());
        return state.restores() ? new Client(address, aid) : client;
    }
}
