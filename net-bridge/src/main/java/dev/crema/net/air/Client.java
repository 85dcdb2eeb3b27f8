package dev.crema.net.air;

import dev.crema.net.air.frame.MacAddress;
import dev.crema.net.air.frame.Mpdu;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;

/** What an access point knows of a station. */
final class Client {
    /** Frames kept for a station that dozes; more are lost. */
    private static final int KEPT = 64;
    /** Sequence numbers are counted by traffic identifier, and once more for frames without. */
    private static final int COUNTERS = 17;

    private final MacAddress address;
    private final int aid;
    private final int[] lastSequence = new int[COUNTERS];
    private final ArrayDeque<byte[]> kept = new ArrayDeque<>();
    private boolean associated;
    private boolean dozing;
    private long heard;

    /**
     * A station that has authenticated.
     *
     * @param aid its association identifier from now on, 1 to 2007
     */
    Client(MacAddress address, int aid) {
        this.address = address;
        this.aid = aid;
        Arrays.fill(lastSequence, -1);
    }

    MacAddress address() {
        return address;
    }

    int aid() {
        return aid;
    }

    boolean associated() {
        return associated;
    }

    void associate() {
        associated = true;
    }

    /** The tick at which it was heard last. */
    long heard() {
        return heard;
    }

    void heardAt(long tick) {
        heard = tick;
    }

    boolean dozing() {
        return dozing;
    }

    void doze(boolean from) {
        dozing = from;
    }

    /** Keeps an Ethernet frame until the station wakes up or asks for it. */
    void keep(byte[] frame) {
        if (kept.size() < KEPT) {
            kept.addLast(frame);
        }
    }

    boolean hasKept() {
        return !kept.isEmpty();
    }

    Optional<byte[]> takeKept() {
        return Optional.ofNullable(kept.pollFirst());
    }

    /** Whether a frame is the one before, repeated because its acknowledgement was lost (section 10.3.2.11). */
    boolean isDuplicate(Mpdu mpdu) {
        int counter = mpdu.kind().isQos() ? mpdu.qosControl() & 0xF : COUNTERS - 1;
        boolean duplicate = mpdu.retry() && lastSequence[counter] == mpdu.sequenceControl();
        lastSequence[counter] = mpdu.sequenceControl();
        return duplicate;
    }
}
