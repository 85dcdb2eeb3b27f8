package dev.crema.emulator.xtensa;

import java.util.concurrent.Executor;

/**
 * How the hot code of a machine's cores is translated.
 *
 * @param threshold executions after which a block is hot
 * @param cacheSize bytes of class files that are kept for each core; for more the oldest are forgotten. The JVM needs several
 *     times that for what it makes of them
 * @param executor makes their classes
 * @param statistics of both cores
 */
public record Translation(int threshold, long cacheSize, Executor executor, TranslationStatistics statistics) {
    /** What {@link #cacheSize} is unless somebody says otherwise: room for some ten thousand regions. */
    public static final long CACHE_SIZE = 32 << 20;

    /**
     * A region costs its host some ten milliseconds, half of them in HotSpot's compilers, which the emulator itself needs while
     * it is young: as long as it takes to interpret a million instructions. Of a booting firmware 22 regions that are hotter than
     * this execute four fifths of the instructions, the next 240 another tenth.
     */
    private static final int THRESHOLD = 20_000;

    /** Translation beside execution, on a thread of its own that does not keep the host from ending. */
    public static Translation inBackground() {
        return new Translation(THRESHOLD, CACHE_SIZE, TranslationThread.EXECUTOR, new TranslationStatistics());
    }

    /** Translation at once, on the machine's thread; for tests of what it yields. */
    public static Translation atOnce(int threshold) {
        return new Translation(threshold, CACHE_SIZE, Runnable::run, new TranslationStatistics());
    }

    /** The same with another bound. */
    public Translation withCacheSize(long bytes) {
        return new Translation(threshold, bytes, executor, statistics);
    }
}
