package dev.crema.net.air.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;

/** What WPA3, and WPA2 with SHA-256, make of HMAC-SHA-256. */
final class HmacSha256 {
    static final int LENGTH = 32;

    private HmacSha256() { }

    /** HMAC-SHA-256 of the parts, one after another. */
    static byte[] of(byte[] key, byte[]... parts) {
        return Hmac.of(new SHA256Digest(), key, parts);
    }

    /** The key derivation function KDF-SHA-256-Length of section 12.7.1.7.2; the length is in bytes. */
    static byte[] kdf(byte[] key, String label, byte[] context, int length) {
        byte[] text = label.getBytes(StandardCharsets.US_ASCII);
        byte[] out = new byte[Math.ceilDiv(length, LENGTH) * LENGTH];
        for (int i = 0; i * LENGTH < length; i++) {
            System.arraycopy(of(key, littleEndian(i + 1), text, context, littleEndian(8 * length)), 0, out, i * LENGTH, LENGTH);
        }
        return Arrays.copyOf(out, length);
    }

    private static byte[] littleEndian(int value) {
        return new byte[] {(byte) value, (byte) (value >>> 8)};
    }
}
