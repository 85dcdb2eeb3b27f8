package dev.crema.net.air;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.StateException;
import dev.crema.emulator.state.Stateful;
import dev.crema.net.air.frame.Rate;
import java.util.Optional;

/** A frame that waits until the air is free. */
interface Outgoing extends Stateful {
    /** What it is, as far as it can be saved: of a blank one of its kind the state makes the same again. */
    enum Kind { READY, BEACON, PROBE_RESPONSE, TO_GROUP, TO_STATION, EAPOL, ASSOCIATION_RESPONSE, QUESTION, UNSAVED }

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

    /** What it is. */
    default Kind kind() {
        return Kind.UNSAVED;
    }

    @Override
    default void state(State state) {
        throw new StateException("a frame of a station waits to be sent");
    }

    /** A frame that is ready, at the slowest rate. */
    static Outgoing of(byte[] mpdu) {
        return new Ready(mpdu);
    }

    /** A frame that is ready. */
    final class Ready implements Outgoing {
        private byte[] mpdu;

        Ready(byte[] mpdu) {
            this.mpdu = mpdu;
        }

        @Override
        public Optional<byte[]> mpdu(long start) {
            return Optional.of(mpdu);
        }

        @Override
        public Kind kind() {
            return Kind.READY;
        }

        @Override
        public void state(State state) {
            mpdu = state.array(mpdu);
        }
    }
}
