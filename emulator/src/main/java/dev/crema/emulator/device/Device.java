package dev.crema.emulator.device;

import dev.crema.emulator.state.Stateful;

/** A block of the reference manual's register map, seen from the bus. Offsets are relative to the block's base address. */
public interface Device extends Stateful {
    /** The block's name in the manual, such as {@code UART0}. */
    String name();

    /**
     * A load from the bus.
     *
     * @param offset of the byte addressed, from the block's base
     * @param width 1, 2 or 4 bytes; the access is aligned to it
     * @return the value, zero-extended
     */
    int read(int offset, int width);

    /**
     * A store from the bus.
     *
     * @param offset of the byte addressed, from the block's base
     * @param value in the low {@code width} bytes
     * @param width 1, 2 or 4 bytes; the access is aligned to it
     */
    void write(int offset, int value, int width);

    /** Puts registers and state to what they are after a reset of the block's power domain; pending events are cancelled. */
    void reset();
}
