package dev.crema.net.air;

import dev.crema.net.air.frame.Mpdu;
import java.util.Arrays;

/** Finds frames of one sender that it repeated because it did not hear the acknowledgement (IEEE 802.11-2016, section 10.3.2.11). */
final class Duplicates {
    /** Sequence numbers are counted by traffic identifier, and once more for frames without. */
    private static final int COUNTERS = 17;

    private final int[] last = new int[COUNTERS];

    Duplicates() {
        Arrays.fill(last, -1);
    }

    /** Whether a frame is the one before, again. */
    boolean isDuplicate(Mpdu mpdu) {
        int counter = mpdu.kind().isQos() ? mpdu.qosControl() & 0xF : COUNTERS - 1;
        boolean duplicate = mpdu.retry() && last[counter] == mpdu.sequenceControl();
        last[counter] = mpdu.sequenceControl();
        return duplicate;
    }
}
