package dev.crema.emulator.device;

/**
 * The peripherals' side of the GPIO matrix: 256 input and 256 output signals, numbered as in the table "GPIO Matrix Peripheral
 * Signals" of the reference manual. Which pads they reach is the guest's choice.
 */
public interface Signals {
    /** Told of the edges of an input signal. */
    @FunctionalInterface
    interface Listener {
        /** The signal has this level now. */
        void changed(boolean level);
    }

    /**
     * A peripheral drives an output signal.
     *
     * @param signal 0 to 255
     * @param level its level
     */
    void drive(int signal, boolean level);

    /**
     * A peripheral stops driving an output signal: the pads routed to it float.
     *
     * @param signal 0 to 255
     */
    void release(int signal);

    /**
     * The level of an input signal.
     *
     * @param signal 0 to 255
     */
    boolean level(int signal);

    /**
     * Sets the listener of an input signal.
     *
     * @param signal 0 to 255
     */
    void listen(int signal, Listener listener);
}
