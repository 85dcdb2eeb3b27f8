package dev.crema.constraints.heap;

import dev.crema.constraints.probe.FunctionCall;
import java.util.OptionalInt;

/**
 * A function of an allocator: what it does and which of its arguments say what, counted from 0; {@link #NONE} if none does.
 *
 * @param name its symbol
 * @param operation what it does
 * @param size argument with the size in bytes, or of one element
 * @param count argument with the number of elements
 * @param block argument with a block that there is already
 * @param capabilities argument with the capabilities of the memory
 */
public record AllocatorFunction(String name, Operation operation, int size, int count, int block, int capabilities) {
    /** There is no such argument. */
    static final int NONE = -1;

    /** What is done to a heap. */
    public enum Operation {
        /** Gives a new block. */
        ALLOCATE,
        /** Gives a block with the contents of another one, in its place or not. */
        REALLOCATE,
        /** Takes a block back. */
        FREE
    }

    /** A function like {@code void *malloc(size_t size)}. */
    static AllocatorFunction allocate(String name, int size) {
        return new AllocatorFunction(name, Operation.ALLOCATE, size, NONE, NONE, NONE);
    }

    /** A function like {@code void *calloc(size_t count, size_t size)}. */
    static AllocatorFunction allocate(String name, int count, int size) {
        return new AllocatorFunction(name, Operation.ALLOCATE, size, count, NONE, NONE);
    }

    /** A function like {@code void *realloc(void *block, size_t size)}. */
    static AllocatorFunction reallocate(String name, int block, int size) {
        return new AllocatorFunction(name, Operation.REALLOCATE, size, NONE, block, NONE);
    }

    /** A function like {@code void free(void *block)}. */
    static AllocatorFunction free(String name, int block) {
        return new AllocatorFunction(name, Operation.FREE, NONE, NONE, block, NONE);
    }

    /** The same with an argument for capabilities. */
    AllocatorFunction capabilities(int argument) {
        return new AllocatorFunction(name, operation, size, count, block, argument);
    }

    /** How many bytes a call asks for; more than there can be if count and size do not fit into 32 bits. */
    long size(FunctionCall call) {
        long bytes = size == NONE ? 0 : Integer.toUnsignedLong(call.argument(size));
        return count == NONE ? bytes : bytes * Integer.toUnsignedLong(call.argument(count));
    }

    /** The block that a call is about; 0 if there is none. */
    int block(FunctionCall call) {
        return block == NONE ? 0 : call.argument(block);
    }

    /** The capabilities that a call asks for. */
    OptionalInt capabilities(FunctionCall call) {
        return capabilities == NONE ? OptionalInt.empty() : OptionalInt.of(call.argument(capabilities));
    }
}
