package dev.crema.constraints.fault;

import dev.crema.constraints.probe.FunctionCall;
import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.machine.MachineEvent;
import dev.crema.firmware.elf.SymbolTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Watches the requests for memory of one machine's guest, and has those fail that shall. The guest cannot tell that it is watched;
 * a request fails in the middle of the allocator, as if no heap had a block left.
 *
 * <p>What one request asks of the allocator in turn (calloc of malloc, malloc of the heaps one after another) belongs to it and is no
 * request of its own. On the machine's thread, or between two runs.
 */
public final class AllocationWatch {
    /** No function of an allocator has so much stack: who is further away is somebody else. */
    private static final int DEEPEST = 0x1000;

    private final FunctionProbes probes;
    private final Allocator allocator;
    private final Listener listener;
    private final Map<Integer, Open> open = new HashMap<>();
    private long count;

    /** Told of requests, in their order. */
    public interface Listener {
        /** Memory is asked for; returns whether the request shall fail. */
        boolean requested(Request request);

        /**
         * A request was met.
         *
         * @param address of the block
         */
        void allocated(Request request, int address);

        /** A block is given back, or has moved away. */
        void freed(int address);
    }

    /** A request under way. */
    private record Open(FunctionCall call, Request request, boolean fails, int replaced) {
    }

    /**
     * Watches from now on.
     *
     * @param allocator of the program that the machine runs
     */
    public AllocationWatch(FunctionProbes probes, Allocator allocator, Listener listener) {
        this.probes = probes;
        this.allocator = allocator;
        this.listener = listener;
        probes.machine().onEvent(event -> {
            if (event instanceof MachineEvent.Reset) {
                open.clear();
            }
        });
        SymbolTable symbols = probes.machine().elf().orElseThrow().symbols();
        Set<Integer> watched = new HashSet<>();
        for (AllocatorFunction function : allocator.functions()) {
            symbols.address(function.symbol()).ifPresent(address -> watch(address, watched, call -> called(function, call)));
        }
        for (String inner : allocator.inner()) {
            symbols.address(inner).ifPresent(address -> watch(address, watched, this::inside));
        }
    }

    private void watch(int address, Set<Integer> watched, Consumer<FunctionCall> watcher) {
        if (watched.add(address)) {
            probes.watch(address, watcher);
        }
    }

    /** The same in a fork of the machine, told to another listener; it counts on, and knows of the requests under way. */
    public AllocationWatch fork(FunctionProbes forksProbes, Listener other) {
        AllocationWatch fork = new AllocationWatch(forksProbes, allocator, other);
        fork.count = count;
        open.forEach((owner, request) -> fork.expect(owner, request));
        return fork;
    }

    private void expect(int owner, Open request) {
        open.put(owner, request);
        probes.resume(request.call, result -> returned(owner, request, result));
    }

    /** Requests so far. */
    public long count() {
        return count;
    }

    private void called(AllocatorFunction function, FunctionCall call) {
        int owner = owner(call);
        if (isInside(owner, call)) {
            return;
        }
        long size = function.asks() ? function.size(call) : 0;
        int block = function.block(call);
        if (size > 0) {
            Request request = new Request(++count, size, function.capabilities(call), call.task(), call.ticks(),
                    call.backtrace());
            Open now = new Open(call, request, listener.requested(request), block);
            open.put(owner, now);
            call.onReturn(result -> returned(owner, now, result));
            if (now.fails && allocator.inner().isEmpty()) {
                call.returnAtOnce(0);
            }
        } else if (block != 0) {
            listener.freed(block);
        }
    }

    private boolean isInside(int owner, FunctionCall call) {
        Open outer = open.get(owner);
        int depth = outer == null ? -1 : outer.call.stackPointer() - call.stackPointer();
        return depth >= 0 && depth < DEEPEST;
    }

    /** Who calls: a task, or what runs before there are any. */
    private static int owner(FunctionCall call) {
        return call.task() == 0 ? call.cpu() : call.task();
    }

    private void inside(FunctionCall call) {
        Open outer = open.get(owner(call));
        if (outer != null && outer.fails) {
            call.returnAtOnce(0);
        }
    }

    private void returned(int owner, Open request, int address) {
        open.remove(owner, request);
        if (address != 0) {
            if (request.replaced != 0) {
                listener.freed(request.replaced);
            }
            listener.allocated(request.request, address);
        }
    }
}
