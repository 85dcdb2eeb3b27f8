package dev.crema.net.iroh.tls;

/** A handshake that cannot go on; the message says what the peer did, without a full stop. */
public final class TlsException extends Exception {
    private final Alert alert;

    TlsException(Alert alert, String message) {
        super(message);
        this.alert = alert;
    }

    /** What the peer is told. */
    public Alert alert() {
        return alert;
    }
}
