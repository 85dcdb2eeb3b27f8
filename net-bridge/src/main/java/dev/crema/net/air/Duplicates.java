package dev.crema.net.air;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.ethernet.MacAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds frames that their sender repeated because it did not hear the acknowledgement (IEEE 802.11-2016, section 10.3.2.11). */
final class Duplicates implements Stateful {
    /** Sequence numbers are counted by traffic identifier, and once more for frames without. */
    private static final int COUNTERS = 17;
    private static final int MOST_SENDERS = 64;
    private static final float LOAD = 0.75f;

    private final Map<MacAddress, int[]> lastOf = new LinkedHashMap<>(MOST_SENDERS, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MacAddress, int[]> eldest) {
            return size() > MOST_SENDERS;
        }
    };

    /** Whether a management or data frame is its sender's one before, again. */
    boolean isDuplicate(Mpdu mpdu) {
        int[] last = lastOf.computeIfAbsent(mpdu.transmitter(), sender -> {
            int[] none = new int[COUNTERS];
            Arrays.fill(none, -1);
            return none;
        });
        int counter = mpdu.kind().isQos() ? mpdu.qosControl() & 0xF : COUNTERS - 1;
        boolean duplicate = mpdu.retry() && last[counter] == mpdu.sequenceControl();
        last[counter] = mpdu.sequenceControl();
        return duplicate;
    }

    @Override
    public void state(State state) {
        state.each(lastOf, Map.entry(new MacAddress(0), new int[COUNTERS]), entry -> {
            MacAddress sender = new MacAddress(state.value(entry.getKey().bits()) & MacAddress.BROADCAST.bits());
            int[] last = entry.getValue().clone();
            state.ints(last);
            return Map.entry(sender, last);
        });
    }
}
