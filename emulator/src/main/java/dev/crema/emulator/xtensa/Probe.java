package dev.crema.emulator.xtensa;

/** Watches for the moment when a core is about to execute the instruction at an address. The guest cannot tell. */
@FunctionalInterface
public interface Probe {
    /**
     * The core is about to execute the instruction. By {@link Core#pc(int)} a probe can send it elsewhere instead, and has then to
     * {@linkplain Core#charge charge} time for it: time passes in every loop.
     *
     * @return true to leave {@link Core#run} before it; the next run executes it without asking again
     */
    boolean reached(Core core);
}
