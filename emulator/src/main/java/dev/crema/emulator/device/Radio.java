package dev.crema.emulator.device;

/** A WiFi radio, as the air sees it. It is used on its machine's thread only. */
public interface Radio {
    /** The channel it is tuned to, 1 to 14, or 0 before the first tuning. */
    int channel();

    /**
     * The end of a frame that reaches the antenna.
     *
     * @return whether the radio acknowledges it: it listens on the frame's channel and the frame is addressed to it alone
     */
    boolean receive(RadioFrame frame);
}
