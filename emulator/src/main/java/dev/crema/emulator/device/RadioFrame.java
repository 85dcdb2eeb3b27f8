package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import java.util.Arrays;
import java.util.Objects;

/**
 * An 802.11 frame on the air. Frames are equal by identity: two alike are still two.
 *
 * @param mpdu from the frame control field to the end of the body, with the CCMP header and MIC of a protected frame, without the
 *     frame check sequence; not changed after the frame is made
 * @param channel 1 to 14, in the 2.4 GHz band
 * @param rate the rate's code in the MAC's registers: 0 to 3 for 1, 2, 5.5, 11 Mbit/s, 8 to 15 for 48, 24, 12, 6, 54, 36, 18, 9,
 *     16 to 31 for HT MCS 0 to 7 with long and short guard interval
 * @param dbm signal strength at the receiver
 */
public record RadioFrame(byte[] mpdu, int channel, int rate, int dbm) {
    /** 1 Mbit/s. */
    public static final int RATE_1M = 0;
    /** 6 Mbit/s. */
    public static final int RATE_6M = 11;
    /** 54 Mbit/s. */
    public static final int RATE_54M = 12;

    /** No frame: what {@link #state} is asked of where one is to be restored. */
    public static final RadioFrame NONE = new RadioFrame(new byte[0], 0, RATE_1M, 0);

    private static final int CHANNELS = 14;

    /** Checks that there is a frame. */
    public RadioFrame {
        Objects.requireNonNull(mpdu);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mpdu);
    }

    /** Shows the frame to a visitor that saves it, and gives it back; or gives the one that is restored. */
    public RadioFrame state(State state) {
        RadioFrame frame =
                new RadioFrame(state.array(mpdu), state.index(channel, CHANNELS + 1), state.value(rate), state.value(dbm));
        return state.restores() ? frame : this;
    }
}
