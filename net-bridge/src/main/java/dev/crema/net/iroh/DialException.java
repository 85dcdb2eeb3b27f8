package dev.crema.net.iroh;

/** A dial, or what was to be said after it, that came to nothing; the message is a sentence for the user. */
public final class DialException extends Exception {
    /** What kind of end it was. */
    public enum Reason {
        /** The ticket says who, not where. */
        NO_ADDRESS,
        /** The host cannot send to the address. */
        UNREACHABLE,
        /** Nobody answered in time. */
        TIMEOUT,
        /** Another endpoint answered than the ticket's. */
        WRONG_ID,
        /** The endpoint does not speak the protocol. */
        WRONG_ALPN,
        /** The endpoint wants to know who dials, or does not accept the key. */
        KEY_REFUSED,
        /** The endpoint broke off the handshake for another reason. */
        REFUSED,
        /** The connection ended, or was ended by the endpoint, before all was said. */
        LOST,
        /** What came back is not what was sent. */
        ECHO_DIFFERS
    }

    private final Reason reason;

    DialException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
