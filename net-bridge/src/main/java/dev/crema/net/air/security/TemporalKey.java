package dev.crema.net.air.security;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.StateException;
import dev.crema.net.air.frame.Mpdu;
import java.util.Arrays;
import java.util.Optional;

/** A key for data in use: numbers the frames that it encrypts, and takes none twice. */
public final class TemporalKey {
    /** The length in bytes of one for CCMP. */
    static final int LENGTH = 16;
    /** Packet numbers are counted by traffic identifier, and once more for frames without. */
    private static final int COUNTERS = 17;

    private final byte[] bytes;
    private final int id;
    private final CipherSuite suite;
    private final long[] received = new long[COUNTERS];
    private long sent;

    /**
     * A key that has not been used.
     *
     * @param id 0 for a pairwise key, 1 to 3 for one of a group
     * @param received the number of the last packet that the other side has sent with it
     */
    TemporalKey(byte[] bytes, int id, long received) {
        this.bytes = bytes.clone();
        this.id = id;
        this.suite = CipherSuite.of(bytes);
        Arrays.fill(this.received, received);
    }

    /**
     * A random key for a group.
     *
     * @param id 1 to 3
     */
    public static TemporalKey forGroup(int id, Chance random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new TemporalKey(bytes, id, 0);
    }

    /**
     * Shows keys that are in use to a visitor, or gives the ones restored.
     *
     * @throws StateException if what was saved is no key
     */
    public static Optional<TemporalKey> state(State state, Optional<TemporalKey> key) {
        return state.optional(key, new TemporalKey(new byte[LENGTH], 0, 0), used -> used.state(state));
    }

    private TemporalKey state(State state) {
        byte[] saved = state.array(bytes);
        int number = state.value(id);
        if (saved.length != LENGTH) {
            throw new StateException("a key of " + saved.length + " bytes");
        }
        TemporalKey key = state.restores() ? new TemporalKey(saved, number, 0) : this;
        state.longs(key.received);
        key.sent = state.value(sent);
        return key;
    }

    /** Whether another consists of the same bytes. */
    boolean isSameAs(TemporalKey other) {
        return Arrays.equals(bytes, other.bytes);
    }

    /** The key itself. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Its number. */
    public int id() {
        return id;
    }

    /** The number of the last packet that was encrypted with it. */
    long sent() {
        return sent;
    }

    /** Encrypts a frame. */
    public byte[] seal(Mpdu mpdu) {
        return suite.seal(mpdu, ++sent, id);
    }

    /** Decrypts a frame; empty if it is not protected by this key, was changed, or has been received before. */
    public Optional<byte[]> open(Mpdu mpdu) {
        if (!Ccmp.fits(mpdu) || Ccmp.keyId(mpdu) != id) {
            return Optional.empty();
        }
        int counter = mpdu.kind().isQos() ? mpdu.qosControl() & 0xF : COUNTERS - 1;
        long number = suite.packetNumber(mpdu);
        if (number <= received[counter]) {
            return Optional.empty();
        }
        Optional<byte[]> plain = suite.open(mpdu);
        if (plain.isPresent()) {
            received[counter] = number;
        }
        return plain;
    }
}
