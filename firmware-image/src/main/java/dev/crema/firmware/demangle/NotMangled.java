package dev.crema.firmware.demangle;

/** A name is not what its first characters promise. Never leaves the package, and so needs no stack trace. */
final class NotMangled extends RuntimeException {
    static final NotMangled INSTANCE = new NotMangled();

    private static final long serialVersionUID = 1;

    private NotMangled() {
        super("not a mangled name", null, false, false);
    }
}
