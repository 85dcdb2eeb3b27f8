package dev.crema.constraints.heap;

import java.time.Duration;

/**
 * A moment in the life of a heap.
 *
 * @param attempts there had been so many, since the heap has been watched
 * @param time of the guest since power-on
 */
public record Mark(long attempts, Duration time) {
}
