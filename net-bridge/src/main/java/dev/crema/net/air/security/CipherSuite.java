package dev.crema.net.air.security;

import dev.crema.emulator.device.Tkip;
import dev.crema.net.air.frame.Mpdu;
import java.util.Optional;

/** What protects frames with one key (section 12.5); {@link TemporalKey} counts them. */
public sealed interface CipherSuite permits Ccmp, GroupTkip {
    /** The suite whose keys are as long as this one. */
    static CipherSuite of(byte[] key) {
        return key.length == Tkip.KEY ? new GroupTkip(key) : new Ccmp(key);
    }

    /**
     * Encrypts a frame that {@link Mpdu#parse} understands.
     *
     * @param mpdu in plain, with room neither for header nor for check
     * @param packetNumber 48 bits, different for each frame
     * @param keyId 0 to 3
     */
    byte[] seal(Mpdu mpdu, long packetNumber, int keyId);

    /** Decrypts a protected frame, and clears its protected bit; empty if this is not its key, or the frame was changed. */
    Optional<byte[]> open(Mpdu mpdu);

    /** The packet number of a frame that has a body {@linkplain Ccmp#fits long enough}. */
    long packetNumber(Mpdu mpdu);
}
