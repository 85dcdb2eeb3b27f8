package dev.crema.constraints.heap;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * A block that somebody has.
 *
 * @param index the how manieth allocation it was since the heap has been watched, from 1; 0 if it was there before
 * @param function that gave it
 * @param address as its owner knows it
 * @param size in bytes, as asked for; for a block from before, as large as it is
 * @param capabilities that were asked for, if the function has such an argument
 * @param task that asked, by name; empty before there are tasks, or where that cannot be known
 * @param time of the guest since power-on
 * @param site who asked
 */
public record Allocation(long index, String function, int address, long size, OptionalInt capabilities, String task,
        Duration time,
        CallSite site) {
    /** For people: {@code 1,024 bytes at 0x3ffb4000 of task main since 1.234 s, from load at config.c:12}. */
    @Override
    public String toString() {
        String owner = task.isEmpty() ? "" : " of task " + task;
        return index == 0 ? "%s at 0x%08x, there since before the heap was watched".formatted(Sizes.bytes(size), address)
                : "%s at 0x%08x%s since %s, from %s".formatted(Sizes.bytes(size), address, owner, Sizes.time(time), site.place());
    }
}
