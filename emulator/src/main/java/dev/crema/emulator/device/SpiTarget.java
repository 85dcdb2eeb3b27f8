package dev.crema.emulator.device;

/** A chip on an SPI bus. */
@FunctionalInterface
public interface SpiTarget {
    /** Nobody: a pulled-up MISO line. */
    SpiTarget ABSENT = transaction -> { };

    /**
     * Takes part in a transaction, from chip select to release: looks at command, address and what the master sends, and answers
     * with {@link SpiTransaction#answer}. What is not answered reads as ones.
     */
    void execute(SpiTransaction transaction);
}
