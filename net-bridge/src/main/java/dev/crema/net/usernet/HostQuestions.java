package dev.crema.net.usernet;

import dev.crema.net.ethernet.Network;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks the host what may take it a while, away from the machine's thread. Used on that thread. */
final class HostQuestions implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MOST_OPEN = 64;
    private static final long IDLE_SECONDS = 5;

    private final Network.Host host;
    private final HostPeers peers;
    private final ExecutorService executor;
    private int open;

    HostQuestions(Network.Host host, HostPeers peers) {
        this.host = host;
        this.peers = peers;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), task -> Thread.ofPlatform().daemon().name("crema-lookup").unstarted(task));
        pool.allowCoreThreadTimeOut(true);
        executor = pool;
    }

    /**
     * Asks a question.
     *
     * @param question runs on another thread
     * @param answered runs on the machine's thread
     * @return false if too many questions are open already, so that this one was not asked
     */
    <T> boolean ask(Supplier<T> question, Consumer<T> answered) {
        if (open >= MOST_OPEN || executor.isShutdown()) {
            return false;
        }
        open++;
        peers.join();
        executor.execute(() -> {
            T answer = question.get();
            host.post(() -> {
                open--;
                peers.leave();
                answered.accept(answer);
            });
        });
        return true;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
