package dev.crema.constraints.heap;

import dev.crema.constraints.probe.FunctionCall;
import dev.crema.constraints.probe.FunctionProbes;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells a heap of calls of its allocator. Functions of an allocator call each other: only the outermost call of a task counts. A
 * call that comes from a little deeper in the same stack is one of those inside; from anywhere else, what seemed to be under way
 * has ended without a return.
 */
final class AllocatorCalls {
    /** No allocator needs more stack than this, in bytes. */
    private static final int DEEPEST = 2048;

    private final FunctionProbes probes;
    private final Allocator allocator;
    private final Heap heap;
    /** The outermost call under way, by task or, without tasks, by core. */
    private final Map<Integer, FunctionCall> outermost = new HashMap<>();

    AllocatorCalls(FunctionProbes probes, Allocator allocator, Heap heap) {
        this.probes = probes;
        this.allocator = allocator;
        this.heap = heap;
        allocator.functions().forEach((address, function) -> probes.watch(address, call -> entered(function, call)));
    }

    private void entered(AllocatorFunction function, FunctionCall call) {
        FunctionCall outer = outermost.get(owner(call));
        if (outer != null && isInside(call, outer)) {
            return;
        }
        outermost.put(owner(call), call);
        switch (function.operation()) {
            case ALLOCATE, REALLOCATE -> {
                AllocationAttempt attempt = heap.asked(function, call);
                call.onReturn(result -> returned(attempt, call, result));
            }
            case FREE -> {
                heap.givenBack(function.block(call), call);
                call.onReturn(result -> outermost.remove(owner(call), call));
            }
        }
    }

    private void returned(AllocationAttempt attempt, FunctionCall call, int result) {
        outermost.remove(owner(call), call);
        heap.answered(attempt, result);
    }

    /** Whether no call is under way, so that the heap's structure is as it should be. */
    boolean areDone() {
        return outermost.isEmpty();
    }

    /** Takes over what is under way in another machine, of which this one is a fork. */
    void resume(AllocatorCalls other) {
        other.outermost.forEach((owner, call) -> {
            AllocatorFunction function = allocator.functions().get(call.function());
            FunctionCall own = probes.resume(call, result -> outermost.remove(owner));
            outermost.put(owner, own);
            if (function.operation() != AllocatorFunction.Operation.FREE) {
                other.heap.underWay(call).ifPresent(attempt -> {
                    AllocationAttempt resumed = heap.resumed(attempt, own);
                    own.onReturn(result -> heap.answered(resumed, result));
                });
            }
        });
    }

    private static int owner(FunctionCall call) {
        return call.task() != 0 ? call.task() : ~call.cpu();
    }

    private static boolean isInside(FunctionCall call, FunctionCall outer) {
        int deeper = outer.stackPointer() - call.stackPointer();
        return deeper > 0 && deeper < DEEPEST || deeper == 0 && call.returnAddress() == outer.returnAddress();
    }
}
