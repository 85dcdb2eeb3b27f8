package dev.crema.constraints.fault;

import dev.crema.constraints.heap.AllocationAttempt;
import dev.crema.constraints.heap.MemoryTruth;
import dev.crema.constraints.probe.FunctionCall;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.elf.ElfFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where attempts to allocate are made to fail, so that all happens that happens on a chip without memory. With ESP-IDF, one
 * attempt tries the heaps that have the capabilities one after another, each by a function of multi_heap.h: all of those find
 * nothing. Then the hook of {@code heap_caps_register_failed_alloc_callback} is called, or the firmware aborts, if it is
 * configured to. Of other allocators the function itself returns NULL.
 */
public final class FailurePoint {
    private static final List<String> HEAP_FUNCTIONS =
            List.of("multi_heap_malloc", "multi_heap_realloc", "multi_heap_aligned_alloc", "multi_heap_aligned_alloc_offs");

    private final Map<Integer, FunctionCall> failing = new HashMap<>();
    private final Predicate<AllocationAttempt> fails;
    private final boolean hasHeapFunctions;

    /**
     * Has attempts fail from now on.
     *
     * @param fails says of each, in their order, whether it does
     * @throws FirmwareException if where the firmware asks for memory is not known
     */
    public FailurePoint(MemoryTruth truth, Predicate<AllocationAttempt> fails) {
        if (!truth.hasAllocator()) {
            throw new FirmwareException("Where the firmware asks for memory is not known, so nothing can be made to fail: %s.",
                    String.join("; ", truth.remarks()));
        }
        this.fails = fails;
        List<Integer> heapFunctions = truth.probes().machine().elf().map(ElfFile::symbols)
                .map(symbols -> HEAP_FUNCTIONS.stream()
                        .flatMap(name -> symbols.address(name).stream().boxed()).distinct().toList())
                .orElse(List.of());
        hasHeapFunctions = !heapFunctions.isEmpty();
        truth.heap().onAttempt(this::attempted);
        heapFunctions.forEach(function -> truth.probes().watch(function, this::asked));
    }

    private void attempted(AllocationAttempt attempt) {
        if (attempt.size() > 0 && fails.test(attempt)) {
            if (hasHeapFunctions) {
                failing.put(owner(attempt.call()), attempt.call());
                attempt.call().onReturn(result -> failing.remove(owner(attempt.call()), attempt.call()));
            } else {
                attempt.fail();
            }
        }
    }

    private void asked(FunctionCall heapFunction) {
        FunctionCall attempt = failing.get(owner(heapFunction));
        if (attempt != null && Integer.compareUnsigned(heapFunction.stackPointer(), attempt.stackPointer()) <= 0) {
            heapFunction.returnAtOnce(0);
        }
    }

    private static int owner(FunctionCall call) {
        return call.task() != 0 ? call.task() : ~call.cpu();
    }
}
