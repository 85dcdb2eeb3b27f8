package dev.crema.net.air;

import dev.crema.net.air.frame.Rate;
import java.util.Optional;

/** A frame that waits until the air is free. */
interface Outgoing {
    /**
     * Makes the frame, when its turn has come.
     *
     * @param start the tick at which it goes on the air
     * @return the frame without sequence number; empty if it need not be sent any more
     */
    Optional<byte[]> mpdu(long start);

    /** How fast it is sent. */
    default Rate rate() {
        return Rate.SLOWEST;
    }

    /** It was sent, and repeated if need be. */
    default void sent(boolean acknowledged) { }

    /** A frame that is ready, at the slowest rate. */
    static Outgoing of(byte[] mpdu) {
        return start -> Optional.of(mpdu);
    }
}
