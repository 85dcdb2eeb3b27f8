package dev.crema.constraints.oom;

import dev.crema.emulator.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * Fails every allocation of a scene once, each in a fork of the machine, on several threads.
 *
 * <p>The scene is played once more on the thread of the caller, in steps. Before each step there is a fork for every allocation
 * that
 * comes in it: in the fork the step is made again, and that allocation fails.
 */
public final class Sweep {
    /** Findings are kept so often, in nanoseconds. */
    private static final long KEEP_NANOS = 2_000_000_000L;
    /** Forks that wait for a thread, of each. */
    private static final int WAITING = 2;

    private final Scene scene;
    private final SweepFolder folder;
    private final Take start;
    private final Baseline baseline;
    private final long limit;
    private final Map<Long, Result> findings = new TreeMap<>();
    private long kept = System.nanoTime();
    private volatile boolean interrupted;

    /** Told how far a sweep has come. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Another allocation has failed; on any thread, one at a time.
         *
         * @param done allocations, those of an earlier part of the sweep among them
         * @param all allocations
         */
        void at(int done, int all);
    }

    /**
     * A sweep of a scene, that goes on with what the folder holds.
     *
     * @param limit guest time after the recorded end after which a run is over
     * @throws SweepException if the scene cannot be played, or the folder holds what is damaged
     */
    public Sweep(Scene scene, Stage stage, SweepFolder folder, Duration limit) {
        this.scene = scene;
        this.folder = folder;
        this.limit = limit.toMillis() * Clock.TICKS_PER_MILLISECOND;
        start = new Take(scene, stage);
        if (!start.truth().hasAllocator()) {
            throw new SweepException("Where the firmware asks for memory is not known, so nothing can be made to fail: %s.",
                    String.join("; ", start.truth().remarks()));
        }
        baseline = Baseline.of(scene, start);
        if (baseline.candidates().isEmpty()) {
            throw new SweepException("Nothing is allocated from \"%s\" until \"%s\": choose other texts.", scene.marks().from(),
                    scene.marks().until());
        }
        folder.findings().forEach(finding -> findings.put(finding.number(), finding));
    }

    /** Number of allocations. */
    public int allocations() {
        return baseline.candidates().size();
    }

    /** How many of them have failed so far. */
    public synchronized int done() {
        return findings.size();
    }

    /** Whether the played scene is the recorded one to the cycle. */
    public boolean isExact() {
        return baseline.print().equals(scene.recorded().print());
    }

    /** Ends {@link #run} soon; from any thread. What has been found by then is kept. */
    public void interrupt() {
        interrupted = true;
    }

    /**
     * Carries the sweep out, or what is left of it.
     *
     * @param threads at least 1
     * @return whether it came to its end
     */
    public boolean run(int threads, Progress progress) {
        ExecutorService workers = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().daemon().name("crema-sweep-", 0).factory());
        try {
            boolean whole = walk(workers, new Semaphore(threads * WAITING), progress);
            keep();
            return whole;
        } finally {
            workers.shutdownNow();
        }
    }

    private boolean walk(ExecutorService workers, Semaphore permits, Progress progress) {
        List<Future<?>> trials = new ArrayList<>();
        Take walker = start.fork();
        int step = 0;
        for (Candidate candidate : baseline.candidates().values()) {
            if (interrupted) {
                break;
            }
            for (; step < candidate.step(); step++) {
                walker.step();
            }
            long number = candidate.number();
            if (!has(number)) {
                permits.acquireUninterruptibly();
                Trial trial = new Trial(scene, walker, baseline, limit, number);
                trials.add(workers.submit(() -> {
                    try {
                        found(judge(number, trial.run()), progress);
                    } finally {
                        permits.release();
                    }
                }));
            }
        }
        trials.forEach(Sweep::await);
        return done() == allocations();
    }

    private static void await(Future<?> trial) {
        try {
            trial.get(1, TimeUnit.HOURS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run of a sweep failed", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("a run of a sweep does not end", e);
        }
    }

    private synchronized boolean has(long number) {
        return findings.containsKey(number);
    }

    private Result judge(long number, Observation seen) {
        Verdict verdict = Verdict.of(seen, baseline, !scene.peer().frames().isEmpty());
        return new Result(number, verdict, seen.end() == Observation.End.REACHED, seen.print());
    }

    private synchronized void found(Result finding, Progress progress) {
        findings.put(finding.number(), finding);
        progress.at(findings.size(), allocations());
        if (System.nanoTime() - kept > KEEP_NANOS) {
            keep();
        }
    }

    private synchronized void keep() {
        folder.keep(List.copyOf(findings.values()));
        kept = System.nanoTime();
    }

    /**
     * Makes one run again, from the beginning of the scene.
     *
     * @param number of the allocation that fails
     * @throws SweepException if there is none of that number
     */
    public Replay replay(long number, IntConsumer console) {
        if (!baseline.candidates().containsKey(number)) {
            throw new SweepException("There is no allocation %d in this scene: they have numbers from %d to %d.", number,
                    baseline.candidates().firstKey(), baseline.candidates().lastKey());
        }
        Trial trial = new Trial(scene, start, baseline, limit, number);
        trial.take().machine().console().onOutput(console);
        Result finding = judge(number, trial.run());
        return new Replay(finding.verdict().outcome(), finding.verdict().evidence(),
                Optional.ofNullable(findings.get(number)).map(finding::equals));
    }

    /**
     * What a replay came to.
     *
     * @param outcome its class
     * @param evidence why
     * @param same whether it was the run of the sweep, to the cycle and the byte; empty if the sweep has not come so far
     */
    public record Replay(Outcome outcome, String evidence, Optional<Boolean> same) {
    }

    /**
     * What has been found so far, as a table for a terminal.
     *
     * @param image what it is called
     * @param replay the command line that makes a run again, but for the number at its end
     */
    public List<String> table(String image, String replay) {
        return new TextReport(report(image), replay).lines();
    }

    /**
     * Writes the reports for programs and for a browser into the folder.
     *
     * @param image what it is called
     * @param replay the command line that makes a run again, but for the number at its end
     * @return where they are
     */
    public List<Path> write(String image, String replay) {
        Report report = report(image);
        return List.of(folder.report("report.json", new JsonReport(report, replay).text()),
                folder.report("report.html", new HtmlReport(report, replay).text()));
    }

    private synchronized Report report(String image) {
        return new Report(image, scene, baseline, List.copyOf(findings.values()), isExact());
    }

    /** Whether somebody has to mend something, as far as has been found. */
    public synchronized boolean hasDefects() {
        return findings.values().stream().anyMatch(finding -> finding.verdict().outcome().isDefect());
    }
}
