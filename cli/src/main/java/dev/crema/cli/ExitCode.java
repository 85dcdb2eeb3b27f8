package dev.crema.cli;

/** What the process says to the shell when it ends. */
public final class ExitCode {
    /** The run ended as asked: the expected text came, or the user left. */
    public static final int OK = 0;
    /** The firmware failed: a text of {@code --fail-text} came, or the chip stopped for good. */
    public static final int GUEST_FAILED = 1;
    /** The command line or a file it names cannot be used. */
    public static final int BAD_INPUT = 2;
    /** The time of {@code --timeout} is over, unless {@code --timeout-exit-code} says otherwise. */
    public static final int TIMEOUT = 42;
    /** A defect of Crema (EX_SOFTWARE of BSD's sysexits). */
    public static final int DEFECT = 70;
    /** Interrupted from the keyboard (128 + SIGINT). */
    public static final int INTERRUPTED = 130;
    /** Nobody reads standard output any more (128 + SIGPIPE). */
    public static final int OUTPUT_CLOSED = 141;

    private ExitCode() {
    }
}
