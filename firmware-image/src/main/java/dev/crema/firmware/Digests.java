package dev.crema.firmware;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests that firmware carries; every Java platform is required to have both. */
public final class Digests {
    private Digests() {
    }

    /** The 32 bytes of a SHA-256. */
    public static byte[] sha256(ByteView bytes) {
        return digest("SHA-256", bytes);
    }

    /** The 16 bytes of an MD5. */
    public static byte[] md5(ByteView bytes) {
        return digest("MD5", bytes);
    }

    private static byte[] digest(String algorithm, ByteView bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            bytes.update(digest);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks " + algorithm, e);
        }
    }
}
