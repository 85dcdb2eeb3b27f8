package dev.crema.emulator.xtensa;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The thread that translates for all machines. */
final class TranslationThread {
    static final ExecutorService EXECUTOR = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "translator");
        thread.setDaemon(true);
        return thread;
    });

    private TranslationThread() { }
}
