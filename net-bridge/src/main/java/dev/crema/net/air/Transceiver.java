package dev.crema.net.air;

import dev.crema.emulator.device.Radio;
import dev.crema.net.ethernet.MacAddress;

/** A radio of ours: an access point's or a station's. */
interface Transceiver extends Radio {
    /** Strength in dBm at which the machine and this radio hear each other. */
    int level();

    /** The address that it answers for. */
    MacAddress address();

    @Override
    default long[] addresses() {
        return new long[] {Long.reverseBytes(address().bits()) >>> 16};
    }

    /** Whether it hears what is sent on a channel. */
    default boolean listensTo(int channel) {
        return channel() == channel;
    }
}
