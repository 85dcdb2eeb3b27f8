package dev.crema.emulator.device;

/** The wire from a block to the interrupt matrix: a level. */
@FunctionalInterface
public interface InterruptLine {
    /** A wire that leads nowhere. */
    InterruptLine UNCONNECTED = asserted -> { };

    /** Drives the wire. Driving it to the level it has is allowed and does nothing. */
    void set(boolean asserted);
}
