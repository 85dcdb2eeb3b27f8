package dev.crema.emulator.xtensa;

/**
 * An instruction of the guest that cannot complete: it raises an exception of the architecture. Thrown by memories, kernels and
 * helpers, caught by the interpreter, which knows the instruction. Each core has one, without a stack trace, because faults are
 * an ordinary part of a running guest (window overflow, lazy coprocessors) and must cost no allocation.
 */
public final class GuestFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of exception the architecture makes of a fault. */
    enum Kind {
        /** With EXCCAUSE, to the user, kernel or double exception vector. */
        GENERAL,
        /** With EXCCAUSE and EXCVADDR. */
        ADDRESSED,
        /** Registers of a window must be saved; the number says how far the first of them is. */
        WINDOW_OVERFLOW,
        /** With DEBUGCAUSE, to the debug vector. */
        DEBUG
    }

    private Kind kind = Kind.GENERAL;
    private int number;
    private int address;

    /** The one fault of a core. */
    public GuestFault() {
        super(null, null, false, false);
    }

    /** A fault without an address, ready to be thrown. */
    public GuestFault of(ExceptionCause exceptionCause) {
        return become(Kind.GENERAL, exceptionCause.number());
    }

    /** A fault of a memory access, ready to be thrown; the address goes to EXCVADDR. */
    public GuestFault at(ExceptionCause exceptionCause, int faultingAddress) {
        address = faultingAddress;
        return become(Kind.ADDRESSED, exceptionCause.number());
    }

    GuestFault windowOverflow(int distance) {
        return become(Kind.WINDOW_OVERFLOW, distance);
    }

    GuestFault debug(int debugCause) {
        return become(Kind.DEBUG, debugCause);
    }

    private GuestFault become(Kind newKind, int newNumber) {
        kind = newKind;
        number = newNumber;
        return this;
    }

    Kind kind() {
        return kind;
    }

    /** EXCCAUSE, the distance of a window, or DEBUGCAUSE, depending on the kind. */
    int number() {
        return number;
    }

    /** EXCCAUSE of a general exception. */
    public int exceptionCause() {
        return number;
    }

    /** Whether EXCVADDR is written. */
    public boolean addressed() {
        return kind == Kind.ADDRESSED;
    }

    /** The value for EXCVADDR. */
    public int address() {
        return address;
    }

    /** What happened, for whoever catches a fault outside a core. */
    @Override
    public String getMessage() {
        return addressed() ? "guest exception, cause " + number + " at 0x" + Integer.toHexString(address)
                : "guest exception, " + kind + " " + number;
    }
}
