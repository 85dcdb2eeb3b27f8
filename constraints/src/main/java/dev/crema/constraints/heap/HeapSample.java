package dev.crema.constraints.heap;

import java.time.Duration;

/**
 * The heap at one moment; sizes are in bytes.
 *
 * @param time of the guest since power-on
 * @param free in all regions of ordinary memory together
 * @param largestBlock that one allocation can get
 * @param blocks that somebody has
 */
public record HeapSample(Duration time, long free, long largestBlock, int blocks) {
    /** How much of what is free cannot be had in one piece: 0 is nothing, 1 is all. */
    public double fragmentation() {
        return free == 0 ? 0 : 1 - (double) Math.min(largestBlock, free) / free;
    }
}
