package dev.crema.net.air;

/**
 * What goes wrong between a machine and the networks behind the air. Loss and a weak signal happen to frames on the air, where
 * they are repeated, as on the chip, until somebody acknowledges them; all else happens to Ethernet frames behind the access
 * point, for a frame that were late or came twice on the air itself would be taken for a replayed one and dropped.
 *
 * @param loss share of the frames on the air, acknowledgements among them, that are not heard, 0 to 1
 * @param delay of Ethernet frames, each way, in ticks
 * @param duplication share of the Ethernet frames that come twice, 0 to 1
 * @param reordering share of the Ethernet frames that later ones overtake, 0 to 1
 * @param rate bandwidth of the Ethernet, each way, in bits per second; 0 for no limit
 * @param signal strength in dBm at which access points and the machine hear each other
 */
public record Impairments(double loss, long delay, double duplication, double reordering, long rate, int signal) {
    /** Nothing goes wrong, and the access point is in the same room. */
    public static final Impairments NONE = new Impairments(0, 0, 0, 0, 0, -50);

    /** The same with another loss. */
    public Impairments withLoss(double other) {
        return new Impairments(other, delay, duplication, reordering, rate, signal);
    }

    /** The same with another delay, in ticks. */
    public Impairments withDelay(long other) {
        return new Impairments(loss, other, duplication, reordering, rate, signal);
    }

    /** The same with another share of frames that come twice. */
    public Impairments withDuplication(double other) {
        return new Impairments(loss, delay, other, reordering, rate, signal);
    }

    /** The same with another share of frames that are overtaken. */
    public Impairments withReordering(double other) {
        return new Impairments(loss, delay, duplication, other, rate, signal);
    }

    /** The same with another bandwidth, in bits per second. */
    public Impairments withRate(long other) {
        return new Impairments(loss, delay, duplication, reordering, other, signal);
    }

    /** The same with another signal strength, in dBm. */
    public Impairments withSignal(int other) {
        return new Impairments(loss, delay, duplication, reordering, rate, other);
    }

    /** Whether something happens to Ethernet frames. */
    boolean touchEthernet() {
        return delay > 0 || duplication > 0 || reordering > 0 || rate > 0;
    }
}
