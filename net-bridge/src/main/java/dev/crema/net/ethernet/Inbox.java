package dev.crema.net.ethernet;

import java.util.concurrent.atomic.AtomicInteger;

/** What waits for a machine's thread at one of its cables. */
final class Inbox {
    /** More are lost, as at the port of a real switch. */
    private static final int MOST_WAITING = 512;

    private final Network.Host machine;
    private final AtomicInteger waiting = new AtomicInteger();

    Inbox(Network.Host machine) {
        this.machine = machine;
    }

    /** Hands something over, on the machine's thread; from any thread. */
    void deliver(Runnable delivery) {
        if (waiting.get() < MOST_WAITING) {
            waiting.incrementAndGet();
            machine.post(() -> {
                waiting.decrementAndGet();
                delivery.run();
            });
        }
    }
}
