package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;

/** The air around one radio: access points, stations and other radios live in it, in the virtual time of the radio's machine. */
public interface RadioMedium extends Stateful {
    /** An air in which nobody else is. */
    RadioMedium EMPTY = new RadioMedium() {
        @Override
        public void attach(Radio radio, Clock clock) { }

        @Override
        public boolean transmit(RadioFrame frame) {
            return false;
        }

        @Override
        public void state(State state) { }
    };

    /**
     * What there is in this air at first, in words for the user; part of what a snapshot is good for. Two airs with the same words
     * and the same seed must be alike.
     */
    default String configuration() {
        return "nothing";
    }

    /**
     * The machine of this air is being built; called once, before anything else.
     *
     * @param radio to hand frames to
     * @param clock to arm events on: beacons, answers, deliveries
     */
    void attach(Radio radio, Clock clock);

    /**
     * The radio sent a frame; now is its end. Called on the machine's thread. Answers come later, as events.
     *
     * @return whether the station that it is addressed to acknowledged it; false for a frame to a group
     */
    boolean transmit(RadioFrame frame);
}
