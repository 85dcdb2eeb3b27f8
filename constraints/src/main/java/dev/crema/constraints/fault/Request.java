package dev.crema.constraints.fault;

import dev.crema.constraints.heap.AllocationAttempt;
import java.util.List;
import java.util.OptionalInt;

/**
 * The guest asks for memory, as far as faults have to know.
 *
 * @param size in bytes
 * @param capabilities that the memory shall have, as {@code MALLOC_CAP_*} of ESP-IDF; empty where the allocator knows none
 * @param task name of the task that asks; empty where there are none
 * @param callers functions that ask, such as {@code f at main.c:12}, the innermost first
 */
public record Request(long size, OptionalInt capabilities, String task, List<String> callers) {
    static Request of(AllocationAttempt attempt) {
        return new Request(attempt.size(), attempt.capabilities(), attempt.task(), attempt.site().frames());
    }
}
