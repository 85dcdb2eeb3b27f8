package dev.crema.constraints.heap;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Somebody asked for memory and got none. Sizes are in bytes and count memory with the capabilities that were asked for only, as
 * it was right after the attempt.
 *
 * @param index of the attempt since the heap has been watched, from 1
 * @param function that was asked
 * @param size that was asked for
 * @param capabilities that were asked for, if the function has such an argument
 * @param task that asked; empty before there are tasks, or where that cannot be known
 * @param time of the guest since power-on
 * @param site who asked
 * @param cause why there was none
 * @param free in all regions together
 * @param largestBlock that there was
 * @param obstacles the fewest blocks whose absence would have made room, if memory was only fragmented
 */
public record AllocationFailure(long index, String function, long size, OptionalInt capabilities, String task, Duration time,
        CallSite site, Cause cause, long free, long largestBlock, List<Allocation> obstacles) {
    private static final int MOST_NAMED = 3;

    /** Why an allocation fails. */
    public enum Cause {
        /** Less is free than was asked for. */
        EXHAUSTION,
        /** Enough is free, but not in one piece. */
        FRAGMENTATION,
        /** No region of the heap has the capabilities. */
        NO_SUCH_MEMORY,
        /** Somebody had the attempt fail. */
        MADE_TO_FAIL,
        /** There is room: the allocator has another reason, or nobody knows how its heap lies in memory. */
        UNKNOWN
    }

    /** Copies the list. */
    public AllocationFailure {
        obstacles = List.copyOf(obstacles);
    }

    /** One line for people: how much was asked and free, and why that was not enough. */
    public String sentence() {
        String asked = "asked %s%s".formatted(Sizes.number(size), capabilities.isPresent()
                ? " (" + Capabilities.describe(capabilities.getAsInt()) + ")" : "");
        String there = "%s, free %s, largest block %s".formatted(asked, Sizes.bytes(free), Sizes.number(largestBlock));
        String why = switch (cause) {
            case EXHAUSTION -> there + ": the heap is exhausted";
            case FRAGMENTATION -> there + ": fragmented; " + standing();
            case NO_SUCH_MEMORY -> asked + ": no region of the heap has these capabilities";
            case MADE_TO_FAIL -> there + ": made to fail";
            case UNKNOWN -> free == 0 ? asked + ": the heap's structure is not known" : there + ": there would have been room";
        };
        return why + ". " + function + (task.isEmpty() ? "" : " in task " + task) + ", from " + site.place();
    }

    private String standing() {
        List<String> named = obstacles.stream().limit(MOST_NAMED).map(Allocation::toString).toList();
        String rest = obstacles.size() > MOST_NAMED ? "; and " + (obstacles.size() - MOST_NAMED) + " more" : "";
        return (obstacles.size() == 1 ? "this block stands in the way: "
                : "these %d blocks stand in the way: ".formatted(obstacles.size()))
                + String.join("; ", named) + rest;
    }
}
