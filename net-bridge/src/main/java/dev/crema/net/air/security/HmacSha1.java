package dev.crema.net.air.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA1Digest;

/** What WPA2 makes of HMAC-SHA-1. */
final class HmacSha1 {
    private static final int LENGTH = 20;

    private HmacSha1() { }

    /** HMAC-SHA-1 of the parts, one after another. */
    static byte[] of(byte[] key, byte[]... parts) {
        return Hmac.of(new SHA1Digest(), key, parts);
    }

    /** The pseudorandom function PRF-Length of section 12.7.1.2; the length is in bytes. */
    static byte[] prf(byte[] key, String label, byte[] data, int length) {
        byte[] head = Arrays.copyOf(label.getBytes(StandardCharsets.US_ASCII), label.length() + 1);
        byte[] out = new byte[Math.ceilDiv(length, LENGTH) * LENGTH];
        for (int i = 0; i * LENGTH < length; i++) {
            System.arraycopy(of(key, head, data, new byte[] {(byte) i}), 0, out, i * LENGTH, LENGTH);
        }
        return Arrays.copyOf(out, length);
    }
}
