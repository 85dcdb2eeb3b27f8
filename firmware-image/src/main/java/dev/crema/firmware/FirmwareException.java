package dev.crema.firmware;

/**
 * The user gave something that is not firmware as it should be. The message is one sentence that says what is wrong, where
 * (file, offset, values) and what to do about it; it is meant to be printed as it is.
 */
public final class FirmwareException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param format the sentence, as for {@link String#format}
     * @param values the values in it; control characters, which a damaged file may hold, are printed as question marks
     */
    public FirmwareException(String format, Object... values) {
        super(format.formatted(values).replaceAll("\\p{Cntrl}", "?"));
    }
}
