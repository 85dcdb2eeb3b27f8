package dev.crema.emulator.device;

/** A chip on an I2C bus, as its controller sees it. */
public interface I2cTarget {
    /**
     * A start or repeated start with this target's address.
     *
     * @param read whether the controller will read
     */
    void start(boolean read);

    /**
     * The controller sends a byte.
     *
     * @param value 0 to 255
     * @return whether the target acknowledges it
     */
    boolean write(int value);

    /**
     * The controller takes a byte.
     *
     * @return 0 to 255
     */
    int read();

    /** The controller ends the transfer. */
    void stop();
}
