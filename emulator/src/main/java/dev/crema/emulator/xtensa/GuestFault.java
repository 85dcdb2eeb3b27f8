package dev.crema.emulator.xtensa;

/**
 * An instruction of the guest that cannot complete: it raises an exception of the architecture. Thrown by memories, kernels and
 * helpers, caught by the interpreter, which knows the instruction. Each core has one, without a stack trace, because faults are
 * an ordinary part of a running guest (window overflow, lazy coprocessors) and must cost no allocation.
 */
public final class GuestFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private int cause;
    private int address;
    private boolean addressed;

    /** The one fault of a core. */
    public GuestFault() {
        super(null, null, false, false);
    }

    /** A fault without an address, ready to be thrown. */
    public GuestFault of(ExceptionCause exceptionCause) {
        cause = exceptionCause.number();
        addressed = false;
        return this;
    }

    /** A fault of a memory access, ready to be thrown; the address goes to EXCVADDR. */
    public GuestFault at(ExceptionCause exceptionCause, int faultingAddress) {
        cause = exceptionCause.number();
        address = faultingAddress;
        addressed = true;
        return this;
    }

    /** EXCCAUSE. */
    public int exceptionCause() {
        return cause;
    }

    /** Whether EXCVADDR is written. */
    public boolean addressed() {
        return addressed;
    }

    /** The value for EXCVADDR. */
    public int address() {
        return address;
    }
}
