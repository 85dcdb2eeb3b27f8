package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/** A chip on an SPI bus. */
@FunctionalInterface
public interface SpiTarget extends Stateful {
    /** Nobody: a pulled-up MISO line. */
    SpiTarget ABSENT = transaction -> { };

    /**
     * Takes part in a transaction, from chip select to release: looks at command, address and what the master sends, and answers
     * with {@link SpiTransaction#answer}. What is not answered reads as ones.
     */
    void execute(SpiTransaction transaction);

    /** {@inheritDoc} Most chips have none beyond what they hold. */
    @Override
    default void state(State state) { }
}
