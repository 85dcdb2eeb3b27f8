package dev.crema.net.iroh.quic;

import dev.crema.net.iroh.ticket.SecretKey;
import java.security.PrivateKey;
import java.util.Objects;

/** Carries the own key through Kwik's builder to our engine; nothing else can read it. */
public final class EndpointKey implements PrivateKey {
    private static final long serialVersionUID = 1;

    private final transient SecretKey key;

    public EndpointKey(SecretKey key) {
        this.key = Objects.requireNonNull(key);
    }

    SecretKey key() {
        return key;
    }

    @Override
    public String getAlgorithm() {
        return "Ed25519";
    }

    /** "null if this key does not support encoding" ({@link java.security.Key}). */
    @Override
    public String getFormat() {
        return null;
    }

    @Override
    public byte[] getEncoded() {
        return null;
    }
}
