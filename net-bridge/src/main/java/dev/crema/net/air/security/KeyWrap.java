package dev.crema.net.air.security;

import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;

/** AES key wrap (RFC 3394). */
final class KeyWrap {
    private static final int BLOCK = 8;

    private KeyWrap() { }

    /** Wraps data of a multiple of 8 bytes, at least 16. */
    static byte[] wrap(byte[] key, byte[] data) {
        RFC3394WrapEngine engine = new RFC3394WrapEngine(AESEngine.newInstance());
        engine.init(true, new KeyParameter(key));
        return engine.wrap(data, 0, data.length);
    }

    /** Unwraps; empty if the data is not what the key wrapped. */
    static Optional<byte[]> unwrap(byte[] key, byte[] wrapped) {
        if (wrapped.length < 3 * BLOCK || wrapped.length % BLOCK != 0) {
            return Optional.empty();
        }
        RFC3394WrapEngine engine = new RFC3394WrapEngine(AESEngine.newInstance());
        engine.init(false, new KeyParameter(key));
        try {
            return Optional.of(engine.unwrap(wrapped, 0, wrapped.length));
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }
}
