package dev.crema.constraints.heap;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The allocator of a guest, as far as it was found.
 *
 * @param name for people
 * @param functions by address
 * @param structure of its heap in memory, if that is known
 * @param remarks how it was found, and what was not
 */
record Allocator(String name, Map<Integer, AllocatorFunction> functions, Optional<HeapStructure> structure,
        List<String> remarks) {
    /** Copies map and list. */
    Allocator {
        functions = Map.copyOf(functions);
        remarks = List.copyOf(remarks);
    }
}
