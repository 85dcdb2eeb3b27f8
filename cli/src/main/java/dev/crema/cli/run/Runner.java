package dev.crema.cli.run;

import dev.crema.cli.monitor.Screen;
import dev.crema.emulator.machine.Machine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Carries a run out and leaves the terminal, the log and the flash file in order, whatever ends the process. */
final class Runner {
    private static final long SHUTDOWN_SECONDS = 5;

    private Runner() {
    }

    /**
     * Runs a machine.
     *
     * @param operator who types; closed at the end
     * @param atEnd what is left to do after the run, for which the process waits even if it was interrupted
     * @return the exit code
     */
    static int run(Machine machine, Ending ending, Operator operator, Screen screen, Progress progress, Runnable atEnd) {
        CountDownLatch finished = new CountDownLatch(1);
        try (operator) {
            Session session = new Session(machine, ending, screen, operator, progress);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(session, finished)));
            Outcome outcome = session.run();
            atEnd.run();
            return outcome.exitCode();
        } finally {
            finished.countDown();
        }
    }

    /** On a signal: the virtual machine waits for its shutdown hooks, and this one for the run. */
    private static void interrupt(Session session, CountDownLatch finished) {
        session.interrupt();
        try {
            finished.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
