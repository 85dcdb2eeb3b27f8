package dev.crema.constraints.heap;

import static dev.crema.constraints.heap.AllocatorFunction.allocate;
import static dev.crema.constraints.heap.AllocatorFunction.free;
import static dev.crema.constraints.heap.AllocatorFunction.reallocate;

import dev.crema.firmware.elf.SymbolTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The allocators that are known: the one place to add another. */
final class Allocators {
    /**
     * An allocator as its sources have it.
     *
     * @param name for people
     * @param functions what gives and takes memory, the outer ones first: of several names for one address the first holds
     * @param structure how its heap lies in memory, from the symbols
     */
    private record Known(String name, List<AllocatorFunction> functions, Function<SymbolTable,
            Optional<HeapStructure>> structure) { }

    /** The functions of ESP-IDF 3 to 5 that code of its own is compiled into calls of, and those beneath. */
    static final List<AllocatorFunction> ESP_IDF = List.of(
            allocate("malloc", 0), allocate("calloc", 0, 1), reallocate("realloc", 0, 1), free("free", 0),
            allocate("memalign", 1), allocate("aligned_alloc", 1), allocate("pvPortMalloc", 0), free("vPortFree", 0),
            allocate("_malloc_r", 1), allocate("_calloc_r", 1, 2), reallocate("_realloc_r", 1, 2), free("_free_r", 1),
            allocate("heap_caps_malloc", 0).capabilities(1), allocate("heap_caps_malloc_default", 0),
            allocate("heap_caps_malloc_prefer", 0).capabilities(2),
            allocate("heap_caps_calloc", 0, 1).capabilities(2), allocate("heap_caps_calloc_prefer", 0, 1).capabilities(3),
            reallocate("heap_caps_realloc", 0, 1).capabilities(2), reallocate("heap_caps_realloc_default", 0, 1),
            reallocate("heap_caps_realloc_prefer", 0, 1).capabilities(3),
            allocate("heap_caps_aligned_alloc", 1).capabilities(2), allocate("heap_caps_aligned_calloc", 1, 2).capabilities(3),
            free("heap_caps_free", 0), free("heap_caps_aligned_free", 0),
            allocate("multi_heap_malloc", 1), allocate("multi_heap_aligned_alloc", 1), allocate("multi_heap_aligned_alloc_offs",
                    1),
            reallocate("multi_heap_realloc", 1, 2), free("multi_heap_free", 1), free("multi_heap_aligned_free", 1));

    private static final List<Known> KNOWN = List.of(
            new Known("ESP-IDF heap_caps", ESP_IDF, Allocators::espIdf),
            new Known("endpoint sample", List.of(allocate("heap_alloc", 0), free("heap_free", 0)), Allocators::firstFit),
            // The global allocator of Rust without an operating system; with one it is malloc's.
            new Known("Rust global allocator", List.of(allocate("__rust_alloc", 0), allocate("__rust_alloc_zeroed", 0),
                    reallocate("__rust_realloc", 0, 3), free("__rust_dealloc", 0)), symbols -> Optional.empty()));

    private Allocators() {
    }

    /** The allocator whose functions are among the symbols of a program; the first that both gives and takes memory. */
    static Optional<Allocator> named(SymbolTable symbols) {
        for (Known known : KNOWN) {
            Map<Integer, AllocatorFunction> functions = new LinkedHashMap<>();
            for (AllocatorFunction function : known.functions) {
                symbols.address(function.name()).ifPresent(address -> functions.putIfAbsent(address, function));
            }
            boolean takes = functions.values().stream().anyMatch(function ->
                    function.operation() == AllocatorFunction.Operation.FREE);
            boolean own = symbols.address(known.functions.getFirst().name()).isPresent();
            if (takes && own) {
                return Optional.of(new Allocator(known.name, functions, known.structure.apply(symbols),
                        List.of("%s, %d functions by their symbols".formatted(known.name, functions.size()))));
            }
        }
        return Optional.empty();
    }

    private static Optional<HeapStructure> espIdf(SymbolTable symbols) {
        OptionalInt list = symbols.address("registered_heaps");
        boolean poisoned = !symbols.address("multi_heap_malloc").equals(symbols.address("multi_heap_malloc_impl"));
        MultiHeap.Poison poison = poisoned ? MultiHeap.Poison.CANARIES : MultiHeap.Poison.NONE;
        boolean fits = symbols.address("tlsf_fit_size").isPresent();
        return list.isPresent() ? Optional.of(new EspIdfStructure(list.getAsInt(), poison, fits)) : Optional.empty();
    }

    private static Optional<HeapStructure> firstFit(SymbolTable symbols) {
        OptionalInt regions = symbols.address("regions");
        OptionalInt count = symbols.address("region_count");
        OptionalInt least = symbols.address("least");
        return regions.isEmpty() || count.isEmpty() || least.isEmpty() ? Optional.empty()
                : Optional.of(new FirstFitStructure(regions.getAsInt(), count.getAsInt(), least.getAsInt()));
    }
}
