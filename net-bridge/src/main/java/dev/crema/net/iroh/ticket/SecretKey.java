package dev.crema.net.iroh.ticket;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** What makes an endpoint the holder of its id: an Ed25519 seed of 32 bytes (RFC 8032, section 5.1.5). */
public final class SecretKey {
    private final Ed25519PrivateKeyParameters key;
    private final EndpointId id;

    private SecretKey(Ed25519PrivateKeyParameters key) {
        this.key = key;
        this.id = EndpointId.of(key.generatePublicKey().getEncoded()).orElseThrow();
    }

    /** A new key. */
    public static SecretKey generate(SecureRandom random) {
        return new SecretKey(new Ed25519PrivateKeyParameters(random));
    }

    /** The key of a seed of 32 bytes. */
    public static SecretKey of(byte[] seed) {
        if (seed.length != Ed25519PrivateKeyParameters.KEY_SIZE) {
            throw new MalformedTicketException("A secret key has 32 bytes, not " + seed.length);
        }
        return new SecretKey(new Ed25519PrivateKeyParameters(seed, 0));
    }

    /** Reads 64 lower-case hexadecimal digits or 52 characters of base 32. */
    public static SecretKey parse(String text) {
        // The text stays out of the sentence: it may be a secret with a slip of the pen.
        return EndpointId.bytes(text).map(SecretKey::of).orElseThrow(() -> new MalformedTicketException(
                "The secret key is neither 64 lower-case hexadecimal digits nor 52 characters of base 32"));
    }

    public EndpointId id() {
        return id;
    }

    /** A signature of 64 bytes. */
    public byte[] sign(byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    /** Whose key it is, never the key. */
    @Override
    public String toString() {
        return "secret key of " + id;
    }
}
