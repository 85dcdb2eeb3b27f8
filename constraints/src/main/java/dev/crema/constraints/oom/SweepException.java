package dev.crema.constraints.oom;

/** A sweep cannot be made, or not be gone on with. The message is a sentence for the user: what, where, what to do. */
public final class SweepException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param format the sentence, as for {@link String#format}
     * @param values the values in it
     */
    public SweepException(String format, Object... values) {
        super(format.formatted(values));
    }
}
