package dev.crema.net.air.security;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** The keyed code of a digest (RFC 2104). */
final class Hmac {
    private Hmac() { }

    /** The code of the parts, one after another. */
    static byte[] of(Digest digest, byte[] key, byte[]... parts) {
        HMac hmac = new HMac(digest);
        hmac.init(new KeyParameter(key));
        for (byte[] part : parts) {
            hmac.update(part, 0, part.length);
        }
        byte[] out = new byte[hmac.getMacSize()];
        hmac.doFinal(out, 0);
        return out;
    }
}
