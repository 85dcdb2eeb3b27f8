package dev.crema.net.air;

import dev.crema.emulator.device.RadioFrame;

/** Hears everything that is sent, on all channels. */
@FunctionalInterface
public interface Sniffer {
    /**
     * A frame has been sent.
     *
     * @param tick the virtual time at its end
     * @param frame what was sent; not to be changed
     */
    void heard(long tick, RadioFrame frame);
}
