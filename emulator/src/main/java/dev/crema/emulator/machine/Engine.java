package dev.crema.emulator.machine;

/** What executes the guest's instructions. Runs are equal whichever it is. */
public enum Engine {
    /** The interpreter alone. */
    INTERP,
    /** Every block is translated as soon as it has come round a few times, before execution goes on. */
    JIT,
    /** The interpreter, and translated code for what is hot, made beside execution. */
    AUTO
}
