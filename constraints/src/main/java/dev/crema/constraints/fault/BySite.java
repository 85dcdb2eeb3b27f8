package dev.crema.constraints.fault;

import dev.crema.emulator.debug.StackFrame;
import java.util.function.Predicate;

/** Requests that a function makes, itself or by those that it calls. */
final class BySite implements Fault {
    private final Predicate<StackFrame> isSite;

    /** Those on whose stack there is a frame of the function. */
    BySite(Predicate<StackFrame> isSite) {
        this.isSite = isSite;
    }

    @Override
    public boolean strikes(Request request) {
        return request.callers().stream().anyMatch(isSite);
    }
}
