package dev.crema.net.air.security;

import dev.crema.emulator.state.State;
import dev.crema.net.air.frame.Ssid;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** The key that a password gives in a network (annex J.4.1): PBKDF2 with HMAC-SHA-1, 4,096 rounds, the name being the salt. */
public final class PairwiseMasterKey {
    private static final int ROUNDS = 4_096;
    private static final int BITS = 256;

    private final String password;
    private final byte[] bytes;

    private PairwiseMasterKey(String password, byte[] bytes) {
        this.password = password;
        this.bytes = bytes;
    }

    /** Computes the key, which takes some milliseconds. */
    public PairwiseMasterKey(String password, Ssid ssid) {
        this.password = password;
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA1Digest());
        generator.init(password.getBytes(StandardCharsets.UTF_8), ssid.bytes(), ROUNDS);
        this.bytes = ((KeyParameter) generator.generateDerivedMacParameters(BITS)).getKey();
    }

    /** A key of 32 bytes on which both sides have agreed. */
    static PairwiseMasterKey agreed(String password, byte[] bytes) {
        return new PairwiseMasterKey(password, bytes.clone());
    }

    /** The password. */
    public String password() {
        return password;
    }

    /** Shows a key to a visitor, or gives the one restored. */
    static Optional<PairwiseMasterKey> state(State state, Optional<PairwiseMasterKey> key) {
        return state.optional(key, new PairwiseMasterKey("", new byte[0]), known -> {
            byte[] text = state.array(known.password.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = state.array(known.bytes);
            return state.restores() ? new PairwiseMasterKey(new String(text, StandardCharsets.UTF_8), bytes) : known;
        });
    }

    byte[] bytes() {
        return bytes;
    }
}
