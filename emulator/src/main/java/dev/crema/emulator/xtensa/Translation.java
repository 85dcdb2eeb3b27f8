package dev.crema.emulator.xtensa;

import java.util.concurrent.Executor;

/** How the hot code of cores is translated. The cores of one machine and of its forks have one, and with it their translations. */
public final class Translation {
    /** What {@link #cacheSize} is unless somebody says otherwise: room for some ten thousand regions. */
    public static final long CACHE_SIZE = 32 << 20;

    /**
     * A region costs its host some ten milliseconds, half of them in HotSpot's compilers, which the emulator itself needs while
     * it is young: as long as it takes to interpret a million instructions. Of a booting firmware 22 regions that are hotter than
     * this execute four fifths of the instructions, the next 240 another tenth. Machines that are made alike count together.
     */
    private static final int THRESHOLD = 20_000;
    private static final int PATIENCE = 1_000;

    private final int threshold;
    private final int patience;
    private final Heat heat;
    private final long cacheSize;
    private final Executor executor;
    private final TranslationStatistics statistics = new TranslationStatistics();
    private final RegionLibrary library;

    private Translation(int threshold, int patience, long cacheSize, Executor executor) {
        this.threshold = threshold;
        this.patience = patience;
        this.heat = new Heat(threshold);
        this.cacheSize = cacheSize;
        this.executor = executor;
        this.library = new RegionLibrary(cacheSize);
    }

    /** Translation beside execution, on a thread of its own that does not keep the host from ending. */
    public static Translation inBackground() {
        return new Translation(THRESHOLD, PATIENCE, CACHE_SIZE, TranslationThread.EXECUTOR);
    }

    /**
     * Translation at once, on the machine's thread; for tests of what it yields.
     *
     * @param threshold executions after which a block is hot
     */
    public static Translation atOnce(int threshold) {
        return new Translation(threshold, PATIENCE, CACHE_SIZE, Runnable::run);
    }

    /**
     * The same with another patience, and nothing translated yet.
     *
     * @param departures from a region, before instructions that were expected to be plain, after which it is translated again
     */
    public Translation withPatience(int departures) {
        return new Translation(threshold, departures, cacheSize, executor);
    }

    /**
     * The same with another bound, and nothing translated yet.
     *
     * @param bytes of class files that are kept for each core, and in common; for more the oldest are forgotten. The JVM needs
     *     several times that for what it makes of them
     */
    public Translation withCacheSize(long bytes) {
        return new Translation(threshold, patience, bytes, executor);
    }

    /** What has been translated so far, and what it cost. */
    public TranslationStatistics statistics() {
        return statistics;
    }

    /** What has been interpreted so far. */
    Heat heat() {
        return heat;
    }

    /** Departures after which a region is translated again, without the guesses that failed. */
    int patience() {
        return patience;
    }

    long cacheSize() {
        return cacheSize;
    }

    /** Makes the classes. */
    Executor executor() {
        return executor;
    }

    RegionLibrary library() {
        return library;
    }
}
