package dev.crema.constraints.fault;

import dev.crema.emulator.debug.StackFrame;
import java.util.List;
import java.util.OptionalInt;

/**
 * The guest asks for memory.
 *
 * @param number from 1, in the order of the requests since somebody began to count
 * @param size in bytes, more than 0
 * @param capabilities that the memory shall have, as {@code MALLOC_CAP_*} of ESP-IDF; empty where the allocator knows none
 * @param task control block of the task that asks; 0 where there are none
 * @param tick of virtual time
 * @param callers who asks, the innermost first
 */
public record Request(long number, long size, OptionalInt capabilities, int task, long tick,
        List<StackFrame> callers) {
}
