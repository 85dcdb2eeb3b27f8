package dev.crema.emulator.machine;

/** How virtual time relates to the host's. */
public enum Speed {
    /** Not faster than the host's clock. */
    REAL,
    /** As fast as the host can; idle time is skipped. */
    MAX
}
