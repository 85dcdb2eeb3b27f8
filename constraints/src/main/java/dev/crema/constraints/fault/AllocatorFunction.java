package dev.crema.constraints.fault;

import dev.crema.constraints.probe.FunctionCall;
import java.util.OptionalInt;

/**
 * A function by which firmware asks for memory or gives it back.
 *
 * @param symbol its name
 * @param arguments what each of its arguments says, in their order, as far as it matters
 */
record AllocatorFunction(String symbol, String arguments) {
    private static final char SIZE = 's';
    private static final char COUNT = 'n';
    private static final char CAPABILITIES = 'c';
    private static final char BLOCK = 'b';

    /** Bytes asked for; 0 if none are. */
    long size(FunctionCall call) {
        long size = has(SIZE) ? Integer.toUnsignedLong(value(SIZE, call)) : 0;
        return has(COUNT) ? size * Integer.toUnsignedLong(value(COUNT, call)) : size;
    }

    /** What the memory shall be capable of, if the caller says so. */
    OptionalInt capabilities(FunctionCall call) {
        return has(CAPABILITIES) ? OptionalInt.of(value(CAPABILITIES, call)) : OptionalInt.empty();
    }

    /** The block that is given back, or moves; 0 if none does. */
    int block(FunctionCall call) {
        return has(BLOCK) ? value(BLOCK, call) : 0;
    }

    /** Whether it asks for memory. */
    boolean asks() {
        return has(SIZE);
    }

    private boolean has(char role) {
        return arguments.indexOf(role) >= 0;
    }

    private int value(char role, FunctionCall call) {
        return call.argument(arguments.indexOf(role));
    }
}
