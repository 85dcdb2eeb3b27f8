package dev.crema.emulator.device;

/** What hangs on the data wires of an I2S. A word is what one access of the FIFO moves: little-endian bytes as in memory. */
@FunctionalInterface
public interface I2sPort {
    /** Nobody listens and nobody speaks. */
    I2sPort UNPLUGGED = word -> { };

    /** A word leaves the chip. */
    void transmitted(int word);

    /** A word enters the chip. */
    default int received() {
        return 0;
    }
}
