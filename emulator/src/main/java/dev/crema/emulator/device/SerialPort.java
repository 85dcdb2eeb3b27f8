package dev.crema.emulator.device;

/** What hangs on the transmit wire of a UART. */
@FunctionalInterface
public interface SerialPort {
    /** A cable that nobody listens to. */
    SerialPort UNPLUGGED = character -> { };

    /** A character leaves the chip, in the moment its stop bit ends; 0 to 255. */
    void transmitted(int character);
}
