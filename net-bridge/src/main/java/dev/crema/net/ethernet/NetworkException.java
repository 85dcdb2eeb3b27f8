package dev.crema.net.ethernet;

/**
 * The user asked for a network that cannot be had. The message is one sentence that names the option, says what is wrong and what
 * to do about it; it is meant to be printed as it is.
 */
public final class NetworkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param format the sentence, as for {@link String#format}
     * @param values the values in it; control characters are printed as question marks
     */
    public NetworkException(String format, Object... values) {
        super(format.formatted(values).replaceAll("\\p{Cntrl}", "?"));
    }
}
