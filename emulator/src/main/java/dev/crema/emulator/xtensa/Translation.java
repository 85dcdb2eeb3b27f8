package dev.crema.emulator.xtensa;

import java.util.concurrent.Executor;

/**
 * How the hot code of a machine's cores is translated.
 *
 * @param threshold executions after which a block is hot
 * @param mostRegions translated at the same time, for each core; when there are more all are forgotten
 * @param executor makes their classes
 * @param statistics of both cores
 */
public record Translation(int threshold, int mostRegions, Executor executor, TranslationStatistics statistics) {
    private static final int THRESHOLD = 1_500;
    private static final int MOST_REGIONS = 8_192;

    /** Translation beside execution, on a thread of its own that does not keep the host from ending. */
    public static Translation inBackground() {
        return new Translation(THRESHOLD, MOST_REGIONS, TranslationThread.EXECUTOR, new TranslationStatistics());
    }

    /** Translation at once, on the machine's thread; for tests of what it yields. */
    public static Translation atOnce(int threshold) {
        return new Translation(threshold, MOST_REGIONS, Runnable::run, new TranslationStatistics());
    }

    /** The same with another bound. */
    public Translation withMostRegions(int regions) {
        return new Translation(threshold, regions, executor, statistics);
    }
}
