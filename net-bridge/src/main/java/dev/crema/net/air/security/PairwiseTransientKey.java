package dev.crema.net.air.security;

import dev.crema.emulator.state.State;
import dev.crema.net.ethernet.MacAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * The keys between one access point and one station (section 12.7.1.3).
 *
 * @param confirmation KCK, which makes the handshake's messages sure
 * @param encryption KEK, which hides the group key in them
 * @param temporal TK, for the data
 */
record PairwiseTransientKey(byte[] confirmation, byte[] encryption, byte[] temporal) {
    private static final int LENGTH = 16;

    /** Derives the keys from the two addresses and the two nonces of 32 bytes. */
    static PairwiseTransientKey derive(Akm akm, PairwiseMasterKey pmk, MacAddress accessPoint, MacAddress station, byte[] anonce,
            byte[] snonce) {
        boolean accessPointFirst = accessPoint.bits() < station.bits();
        boolean anonceFirst = Arrays.compareUnsigned(anonce, snonce) < 0;
        byte[] data = new byte[2 * MacAddress.LENGTH + 2 * EapolKey.NONCE];
        (accessPointFirst ? accessPoint : station).put(data, 0);
        (accessPointFirst ? station : accessPoint).put(data, MacAddress.LENGTH);
        System.arraycopy(anonceFirst ? anonce : snonce, 0, data, 2 * MacAddress.LENGTH, EapolKey.NONCE);
        System.arraycopy(anonceFirst ? snonce : anonce, 0, data, 2 * MacAddress.LENGTH + EapolKey.NONCE, EapolKey.NONCE);
        byte[] keys = akm.expand(pmk.bytes(), data, 3 * LENGTH);
        return new PairwiseTransientKey(Arrays.copyOf(keys, LENGTH), Arrays.copyOfRange(keys, LENGTH, 2 * LENGTH),
                Arrays.copyOfRange(keys, 2 * LENGTH, 3 * LENGTH));
    }

    /** Shows the keys to a visitor, or gives the ones restored. */
    static Optional<PairwiseTransientKey> state(State state, Optional<PairwiseTransientKey> keys) {
        byte[] none = new byte[LENGTH];
        return state.optional(keys, new PairwiseTransientKey(none, none, none), agreed -> {
            byte[][] copies = {agreed.confirmation.clone(), agreed.encryption.clone(), agreed.temporal.clone()};
            for (byte[] copy : copies) {
                state.bytes(copy);
            }
            return new PairwiseTransientKey(copies[0], copies[1], copies[2]);
        });
    }
}
