package dev.crema.emulator.xtensa;

/**
 * Reasons for which instructions have to be looked at one by one. Each instruction and each block says which concern it, the core
 * says which are present, and one test tells whether any block can be executed at full speed.
 */
final class Hazards {
    /** Live frames in the next three windows: touching one raises a window overflow. */
    static final int WINDOWS = 7;
    /** The FPU is disabled. */
    static final int FPU = 8;
    /** An instruction breakpoint or ICOUNT is armed. Concerns every instruction. */
    static final int DEBUG = 16;
    /** A {@link Probe} waits at the instruction. */
    static final int PROBE = 32;

    private Hazards() { }
}
