package dev.crema.net.iroh.tls;

/** Why a handshake ends, by the names of RFC 8446, section 6. */
public enum Alert {
    UNEXPECTED_MESSAGE(10),
    HANDSHAKE_FAILURE(40),
    BAD_CERTIFICATE(42),
    ILLEGAL_PARAMETER(47),
    DECODE_ERROR(50),
    DECRYPT_ERROR(51),
    PROTOCOL_VERSION(70),
    MISSING_EXTENSION(109),
    UNSUPPORTED_EXTENSION(110),
    CERTIFICATE_REQUIRED(116),
    NO_APPLICATION_PROTOCOL(120);

    /** "The AlertDescription value is added to 0x0100 to produce a QUIC error code" (RFC 9001, section 4.8). */
    private static final int CRYPTO_ERROR = 0x100;

    private final int value;

    Alert(int value) {
        this.value = value;
    }

    /** The number on the wire. */
    public int value() {
        return value;
    }

    /** The error code with which QUIC closes the connection. */
    public int quicError() {
        return CRYPTO_ERROR + value;
    }
}
