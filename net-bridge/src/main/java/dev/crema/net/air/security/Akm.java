package dev.crema.net.air.security;

/** The suites of authentication and key management that a password is enough for (table 9-151), the preferred one first. */
public enum Akm {
    /** WPA2 with a pre-shared key. */
    PSK(0x00_0F_AC_02, EapolKey.VERSION_2),
    /** The same with SHA-256. */
    PSK_SHA256(0x00_0F_AC_06, EapolKey.VERSION_3),
    /** WPA3: {@link Sae}. */
    SAE(0x00_0F_AC_08, EapolKey.VERSION_OF_SUITE);

    private final int suite;
    private final int descriptor;

    Akm(int suite, int descriptor) {
        this.suite = suite;
        this.descriptor = descriptor;
    }

    /** How it is named on the air. */
    int suite() {
        return suite;
    }

    /** The version of its handshakes' messages. */
    int descriptor() {
        return descriptor;
    }

    /** Expands a master key to pairwise keys (section 12.7.1.3); the length is in bytes. */
    byte[] expand(byte[] masterKey, byte[] data, int length) {
        String label = "Pairwise key expansion";
        return this == PSK ? HmacSha1.prf(masterKey, label, data, length) : HmacSha256.kdf(masterKey, label, data, length);
    }
}
