package dev.crema.emulator.state;

/** What shall be restored was never saved like this. The message is one sentence for the user. */
public final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With one sentence: what is wrong, and where. */
    public StateException(String message) {
        super(message);
    }
}
