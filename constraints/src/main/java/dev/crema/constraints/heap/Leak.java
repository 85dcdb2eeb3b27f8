package dev.crema.constraints.heap;

import java.util.List;

/**
 * Blocks from one call site that have been allocated since a mark and not been given back.
 *
 * @param site who asked for them
 * @param blocks the oldest first; at least one
 */
public record Leak(CallSite site, List<Allocation> blocks) {
    /** Copies the list. */
    public Leak {
        blocks = List.copyOf(blocks);
    }

    /** How large they are together. */
    public long bytes() {
        return blocks.stream().mapToLong(Allocation::size).sum();
    }
}
