package dev.crema.net.tap;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** A function of the C library that returns -1 and sets {@code errno} when it fails. */
final class LinuxCall {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final MethodHandle handle;

    /** The call failed with a number of {@code errno}. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        private final int errno;

        private Failure(int errno) {
            super("error " + errno);
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    private LinuxCall(MethodHandle handle) {
        this.handle = handle;
    }

    /** A function that returns an {@code int}. */
    static LinuxCall returningInt(String name, MemoryLayout... parameters) {
        return bind(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }

    /** A function that returns an {@code ssize_t}. */
    static LinuxCall returningSize(String name, MemoryLayout... parameters) {
        return bind(name, FunctionDescriptor.of(ValueLayout.JAVA_LONG, parameters));
    }

    /** A function with a variable number of arguments that returns an {@code int}. */
    static LinuxCall variadic(String name, int fixed, MemoryLayout... parameters) {
        return bind(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters), Linker.Option.firstVariadicArg(fixed));
    }

    @SuppressWarnings("restricted")
    private static LinuxCall bind(String name, FunctionDescriptor signature, Linker.Option... options) {
        Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = Linker.Option.captureCallState("errno");
        return new LinuxCall(LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature, all));
    }

    /**
     * Calls the function.
     *
     * @throws Failure if it returns a negative number
     */
    long call(Object... arguments) throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            Object[] all = new Object[arguments.length + 1];
            all[0] = state;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            long result = ((Number) handle.invokeWithArguments(all)).longValue();
            if (result < 0) {
                throw new Failure((int) ERRNO.get(state, 0L));
            }
            return result;
        } catch (Failure failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException("the signature of a C function is wrong", impossible);
        }
    }
}
