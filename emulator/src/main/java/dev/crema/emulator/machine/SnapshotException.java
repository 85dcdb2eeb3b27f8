package dev.crema.emulator.machine;

/** A snapshot cannot be used. The message is one sentence for the user: what is wrong, and what to do. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SnapshotException(String message, Object... details) {
        super(message.formatted(details));
    }
}
