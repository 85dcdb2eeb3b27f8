package dev.crema.constraints.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Samples of a heap over time. When there are many, every second one is dropped, and they are taken half as often from then on.
 */
final class HeapHistory {
    private static final int MOST = 1024;
    /** Ticks of the machine's clock between two samples, at first: 1 ms at 480 MHz. */
    private static final long FIRST_INTERVAL = 480_000;

    private final List<HeapSample> samples = new ArrayList<>();
    private long interval = FIRST_INTERVAL;
    private long next;

    HeapHistory() {
    }

    HeapHistory(HeapHistory other) {
        samples.addAll(other.samples);
        interval = other.interval;
        next = other.next;
    }

    /** Takes a sample if it is time for one. */
    void at(long ticks, Supplier<HeapSample> sample) {
        if (ticks < next) {
            return;
        }
        next = ticks + interval;
        samples.add(sample.get());
        if (samples.size() == MOST) {
            for (int i = MOST - 1; i > 0; i -= 2) {
                samples.remove(i);
            }
            interval *= 2;
        }
    }

    List<HeapSample> samples() {
        return List.copyOf(samples);
    }
}
