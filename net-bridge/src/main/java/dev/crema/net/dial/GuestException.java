package dev.crema.net.dial;

/** The guest was not, or is no longer, there to be dialed; the message is a sentence for the user. */
public final class GuestException extends Exception {
    private static final long serialVersionUID = 1;

    public GuestException(String message) {
        super(message);
    }
}
