package dev.crema.constraints.heap;

import java.time.Duration;

/**
 * A function of a network stack that said "no memory" although no allocation had failed in it: its own buffers are all in use,
 * which more heap would not change.
 *
 * @param function that said so
 * @param pool whose buffers are in use
 * @param time of the guest since power-on, at the first time
 * @param task that was told so; empty before there are tasks, or where that cannot be known
 * @param count how often it said so
 * @param free bytes that the heap had left at the first time
 * @param largestBlock that it had left
 * @param site who called, at the first time
 */
public record EmptyPool(String function, String pool, Duration time, String task, long count, long free, long largestBlock,
        CallSite site) {
    EmptyPool again() {
        return new EmptyPool(function, pool, time, task, count + 1, free, largestBlock, site);
    }

    /** For people, in one line. */
    public String sentence() {
        return ("%s is empty: %s found no buffer %s, first at %s%s, from %s; "
                + "the heap was not short: free %s, largest block %s").formatted(pool,
                function, count == 1 ? "once" : Sizes.number(count) + " times", Sizes.time(time),
                task.isEmpty() ? "" : " in task " + task,
                site.place(), Sizes.bytes(free), Sizes.number(largestBlock));
    }
}
