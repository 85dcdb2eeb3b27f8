package dev.crema.net.iroh.tls;

/** The handshake messages of this profile (RFC 8446, section 4). */
enum MessageType {
    CLIENT_HELLO(1),
    SERVER_HELLO(2),
    ENCRYPTED_EXTENSIONS(8),
    CERTIFICATE(11),
    CERTIFICATE_REQUEST(13),
    CERTIFICATE_VERIFY(15),
    FINISHED(20);

    private final int value;

    MessageType(int value) {
        this.value = value;
    }

    int value() {
        return value;
    }
}
