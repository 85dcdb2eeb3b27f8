package dev.crema.net.air;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.StateException;
import dev.crema.net.air.security.Authenticator;
import dev.crema.net.air.security.Chance;
import dev.crema.net.air.security.PairwiseMasterKey;
import dev.crema.net.air.security.TemporalKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The keys of a secured network: those that its passwords give, and the one of its group. */
final class BssKeys {
    private final Supplier<List<PairwiseMasterKey>> passwords;
    private final Chance random;
    private TemporalKey newest;
    private TemporalKey inUse;

    /**
     * Keys of a network that has just come on the air.
     *
     * @param passwords one, or the candidates
     */
    BssKeys(Supplier<List<PairwiseMasterKey>> passwords, Chance random) {
        this.passwords = passwords;
        this.random = random;
        this.newest = TemporalKey.forGroup(1, random);
        this.inUse = newest;
    }

    List<PairwiseMasterKey> passwords() {
        return passwords.get();
    }

    Chance random() {
        return random;
    }

    /** The group key for stations that need one. */
    TemporalKey newest() {
        return newest;
    }

    /** The group key that frames are encrypted with: the newest when every station has it. */
    TemporalKey inUse() {
        return inUse;
    }

    /** Makes a new group key, whose number is 1 or 2, whichever the last one's was not. */
    void renew() {
        newest = TemporalKey.forGroup(3 - newest.id(), random);
    }

    /** Shows the keys and what new ones are made from; handshakes are to be shown afterwards. */
    void state(State state) {
        boolean same = state.value(inUse == newest);
        newest = TemporalKey.state(state, Optional.of(newest)).orElseThrow(() -> new StateException("no group key"));
        Optional<TemporalKey> older = TemporalKey.state(state, Optional.of(inUse).filter(key -> !same));
        inUse = older.orElse(newest);
    }

    /** Takes the newest key into use if every station has it; returns whether that happened now. */
    boolean switchOver(Clients clients) {
        boolean all = clients.all().stream().flatMap(client -> client.authenticator().stream())
                .filter(Authenticator::isSettled).allMatch(authenticator -> authenticator.hasTaken(newest));
        boolean switched = all && inUse != newest;
        if (all) {
            inUse = newest;
        }
        return switched;
    }
}
