package dev.crema.constraints.heap;

import dev.crema.constraints.probe.FunctionCall;
import java.util.List;
import java.util.OptionalInt;

/**
 * Somebody asks for memory; whether he gets any is not decided yet. What one allocator function calls of another is part of the
 * outermost one's attempt.
 */
public final class AllocationAttempt {
    private final Heap heap;
    private final long index;
    private final AllocatorFunction function;
    private final FunctionCall call;
    private final List<Integer> backtrace;
    private final String task;

    AllocationAttempt(Heap heap, long index, AllocatorFunction function, FunctionCall call, List<Integer> backtrace,
            String task) {
        this.heap = heap;
        this.index = index;
        this.function = function;
        this.call = call;
        this.backtrace = backtrace;
        this.task = task;
    }

    /** The how manieth attempt it is since the heap has been watched, from 1. */
    public long index() {
        return index;
    }

    /** The function that is asked. */
    public AllocatorFunction function() {
        return function;
    }

    /** The call, which can be made to {@linkplain FunctionCall#halt halt}, or to return at once. */
    public FunctionCall call() {
        return call;
    }

    /** How many bytes are asked for. */
    public long size() {
        return function.size(call);
    }

    /** The capabilities that are asked for, if the function has such an argument. */
    public OptionalInt capabilities() {
        return function.capabilities(call);
    }

    /** The task that asks; empty before there are tasks, or where that cannot be known. */
    public String task() {
        return task;
    }

    /** Who asks. */
    public CallSite site() {
        return heap.site(backtrace);
    }

    List<Integer> backtrace() {
        return backtrace;
    }

    /** There is no memory: the function returns NULL at once. */
    public void fail() {
        call.returnAtOnce(0);
    }

    AllocationAttempt in(Heap other, FunctionCall call) {
        return new AllocationAttempt(other, index, function, call, backtrace, task);
    }
}
