package dev.crema.emulator.xtensa;

import java.util.concurrent.atomic.AtomicLong;

/** What translation has done and cost so far; may be read from any thread. */
public final class TranslationStatistics {
    private final AtomicLong regions = new AtomicLong();
    private final AtomicLong instructions = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong evicted = new AtomicLong();

    /** Does some translating. */
    void timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        nanos.addAndGet(System.nanoTime() - start);
    }

    void translated(int guestInstructions) {
        regions.incrementAndGet();
        instructions.addAndGet(guestInstructions);
    }

    void dropped() {
        dropped.incrementAndGet();
    }

    void evicted() {
        evicted.incrementAndGet();
    }

    /** Regions translated. */
    public long regions() {
        return regions.get();
    }

    /** Guest instructions in them. */
    public long translatedInstructions() {
        return instructions.get();
    }

    /** Host time spent, in nanoseconds. */
    public long nanos() {
        return nanos.get();
    }

    /** Regions that were dropped again, because their code or its place changed, or a guess about them failed. */
    public long invalidations() {
        return dropped.get();
    }

    /** Regions that had to make room for others. */
    public long evictions() {
        return evicted.get();
    }
}
