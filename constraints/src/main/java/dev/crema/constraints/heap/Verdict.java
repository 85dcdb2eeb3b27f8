package dev.crema.constraints.heap;

import dev.crema.constraints.heap.AllocationFailure.Cause;
import java.util.List;
import java.util.Optional;

/**
 * Why an allocation failed.
 *
 * @param cause in one word
 * @param free bytes of the memory that was asked for
 * @param largest block of it
 * @param obstacles the fewest blocks whose absence would have made room, if it was fragmented
 */
record Verdict(Cause cause, long free, long largest, List<HeapBlock> obstacles) {
    static Verdict of(List<HeapRegion> regions, int capabilities, AllocationAttempt attempt, Optional<HeapStructure> structure) {
        List<HeapRegion> fitting = regions.stream().filter(region -> region.has(capabilities)).toList();
        long free = fitting.stream().mapToLong(HeapRegion::free).sum();
        long largest = fitting.stream().mapToLong(HeapRegion::largestFree).max().orElse(0);
        long size = attempt.size();
        if (attempt.call().resultAtOnce().isPresent()) {
            return new Verdict(Cause.MADE_TO_FAIL, free, largest, List.of());
        } else if (structure.isEmpty() || regions.isEmpty()) {
            return new Verdict(Cause.UNKNOWN, free, largest, List.of());
        } else if (fitting.isEmpty()) {
            return new Verdict(Cause.NO_SUCH_MEMORY, free, largest, List.of());
        } else if (size > free) {
            return new Verdict(Cause.EXHAUSTION, free, largest, List.of());
        } else if (size > largest) {
            return new Verdict(Cause.FRAGMENTATION, free, largest, obstacles(fitting, size + structure.get().overhead()));
        }
        return new Verdict(Cause.UNKNOWN, free, largest, List.of());
    }

    /** The fewest blocks, and of as few the smallest together, without which there would be so much room in one piece. */
    static List<HeapBlock> obstacles(List<HeapRegion> regions, long room) {
        List<HeapBlock> best = List.of();
        long bestBytes = Long.MAX_VALUE;
        for (HeapRegion region : regions) {
            List<HeapBlock> blocks = region.blocks();
            int used = 0;
            long bytes = 0;
            int end = 0;
            for (int start = 0; start < blocks.size(); start++) {
                while (end < blocks.size() && (end <= start || span(blocks, start, end) < room)) {
                    used += blocks.get(end).free() ? 0 : 1;
                    bytes += blocks.get(end).free() ? 0 : blocks.get(end).size();
                    end++;
                }
                if (span(blocks, start, end) >= room && (best.isEmpty() || used < best.size() || used == best.size()
                        && bytes < bestBytes)) {
                    best = blocks.subList(start, end).stream().filter(block -> !block.free()).toList();
                    bestBytes = bytes;
                    if (best.isEmpty()) {
                        return best;
                    }
                }
                used -= blocks.get(start).free() ? 0 : 1;
                bytes -= blocks.get(start).free() ? 0 : blocks.get(start).size();
            }
        }
        return best;
    }

    /** Bytes that one block would have instead of those from one index up to another. */
    private static long span(List<HeapBlock> blocks, int from, int to) {
        return Integer.toUnsignedLong(blocks.get(to - 1).end() - blocks.get(from).address());
    }
}
