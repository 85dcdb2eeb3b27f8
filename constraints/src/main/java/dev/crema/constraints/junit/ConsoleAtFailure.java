package dev.crema.constraints.junit;

/** Says, among the suppressed exceptions of a test's exception, what the console had shown. */
final class ConsoleAtFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConsoleAtFailure(String message) {
        super(message, null, false, false);
    }
}
