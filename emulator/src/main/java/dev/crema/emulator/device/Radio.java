package dev.crema.emulator.device;

/** A WiFi radio, as the air sees it. It is used on its machine's thread only. */
public interface Radio {
    /** The channel it is tuned to, 1 to 14, or 0 before the first tuning. */
    int channel();

    /**
     * The addresses that it answers for now, while it listens on its channel; none while it is deaf. The first byte of an address
     * is the least significant of 48 bits.
     */
    long[] addresses();

    /**
     * The end of a frame that reaches the antenna.
     *
     * @return whether the radio acknowledges it: it listens on the frame's channel and the frame is addressed to it alone
     */
    boolean receive(RadioFrame frame);
}
