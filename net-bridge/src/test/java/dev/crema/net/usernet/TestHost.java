package dev.crema.net.usernet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import dev.crema.net.ethernet.Network;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The thread and the time of a machine without the machine: the test's thread, and time that the test moves. */
public final class TestHost implements Network.Host {
    private static final long PATIENCE_SECONDS = 20;

    private final Clock clock = new Clock();
    private final BlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
    private boolean following;

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void post(Runnable action) {
        posted.add(action);
    }

    @Override
    public void followHostTime(boolean follow) {
        following = follow;
    }

    /** Whether guest time is to keep to host time. */
    public boolean following() {
        return following;
    }

    /** Lets virtual time pass, with all that is due in it. */
    public void pass(Duration span) {
        long end = clock.now() + span.toNanos() * 48 / 100;
        while (clock.nextDue() <= end) {
            clock.advanceTo(Math.max(clock.now(), clock.nextDue()));
            clock.runDue();
        }
        clock.advanceTo(end);
    }

    /** Lets virtual time leap to the next event. */
    void leap() {
        assertTrue(clock.nextDue() != Clock.NEVER, "something is due");
        clock.advanceTo(Math.max(clock.now(), clock.nextDue()));
        clock.runDue();
    }

    /** Does what other threads want done on this one. */
    public void runPosted() {
        for (Runnable action = posted.poll(); action != null; action = posted.poll()) {
            action.run();
        }
    }

    /** As {@link #await}, while virtual time passes as the host's does. */
    public void awaitInRealTime(String what, BooleanSupplier condition) {
        long[] passed = {System.nanoTime()};
        await(what, () -> {
            long now = System.nanoTime();
            pass(Duration.ofNanos(now - passed[0]));
            passed[0] = now;
            return condition.getAsBoolean();
        });
    }

    /** Does what other threads want done on this one until something is so, which must be soon. */
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "waited in vain until " + what);
            try {
                Runnable action = posted.poll(10, TimeUnit.MILLISECONDS);
                if (action != null) {
                    action.run();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
