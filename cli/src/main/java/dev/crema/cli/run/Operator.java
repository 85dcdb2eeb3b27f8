package dev.crema.cli.run;

/** Who sits at the keyboard, if anyone. */
interface Operator extends AutoCloseable {
    /** Nobody: the run ends by itself or by a signal. */
    Operator NOBODY = session -> { };

    /** Has its turn between two slices of guest time, and must not wait. */
    void act(Session session);

    /** Whether somebody could still reset a chip that has stopped for good. */
    default boolean present() {
        return false;
    }

    @Override
    default void close() {
    }
}
