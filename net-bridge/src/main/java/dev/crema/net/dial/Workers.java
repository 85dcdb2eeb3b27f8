package dev.crema.net.dial;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Threads of a library that tells nobody when it has done its work: all those that {@link #start} begins, and that they begin. */
final class Workers {
    /** So often in a row, and for so long, nobody may be seen at work: a thread that was just woken still looks as if it waited. */
    private static final int LOOKS = 8;
    private static final long STILLNESS_NANOS = 400_000;
    private static final long NAP_NANOS = 50_000;
    /** Whoever computes for longer than this is not waited for any more. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final ThreadGroup group = new ThreadGroup("crema-dial");
    private Thread[] threads = new Thread[64];

    /** Does something on a new thread. */
    <T> CompletableFuture<T> start(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().group(group).daemon().name("dial").start(() -> {
            try {
                result.complete(work.call());
            } catch (Exception failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    /** Waits until nobody is at work. */
    void settle(BooleanSupplier nothingLeft) {
        long start = System.nanoTime();
        long stirred = start;
        int looks = 0;
        for (long now = start; now - start < PATIENCE_NANOS && (looks < LOOKS || now - stirred < STILLNESS_NANOS); now = System.nanoTime()) {
            if (nothingLeft.getAsBoolean() && idle()) {
                looks++;
                // Whoever was woken needs the processor only for a moment; a nap would last as long as the host likes.
                Thread.yield();
            } else {
                looks = 0;
                LockSupport.parkNanos(NAP_NANOS);
                stirred = System.nanoTime();
            }
        }
    }

    private boolean idle() {
        int count = group.enumerate(threads);
        while (count == threads.length) {
            threads = new Thread[2 * threads.length];
            count = group.enumerate(threads);
        }
        boolean idle = Arrays.stream(threads, 0, count).allMatch(Workers::isWaiting);
        Arrays.fill(threads, null);
        return idle;
    }

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            case NEW, RUNNABLE, BLOCKED -> false;
        };
    }
}
