package dev.crema.constraints.oom;

import dev.crema.constraints.heap.CallSite;
import dev.crema.emulator.time.Clock;
import java.util.OptionalInt;

/**
 * An allocation of the scene as it goes without a fault: one that can be made to fail.
 *
 * @param number of the attempt, from 1
 * @param step of the scene in which it comes, from 0
 * @param tick of virtual time
 * @param size in bytes
 * @param capabilities {@code MALLOC_CAP_*}, where the allocator knows them
 * @param task name of the task that asks; empty if none does
 * @param site who asks
 * @param address of the block; 0 if the request was not met
 * @param freed tick at which it was given back, or {@link Clock#NEVER}
 */
record Candidate(long number, int step, long tick, long size, OptionalInt capabilities, String task, CallSite site, int address,
        long freed) {
    Candidate at(int block) {
        return new Candidate(number, step, tick, size, capabilities, task, site, block, freed);
    }

    Candidate freedAt(long when) {
        return new Candidate(number, step, tick, size, capabilities, task, site, address, when);
    }
}
