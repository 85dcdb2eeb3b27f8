package dev.crema.constraints.oom;

import dev.crema.emulator.machine.Snapshot;
import dev.crema.net.ethernet.Recording;

/**
 * What happens between two marks, to be played as often as wanted.
 *
 * @param marks where it begins and ends
 * @param start the machine at the first mark
 * @param peer what came to the guest from then on
 * @param recorded how it was when it was recorded
 */
public record Scene(Marks marks, Snapshot start, Recording peer, Recorded recorded) {
    /**
     * Where a scene begins and ends.
     *
     * @param from text on the console
     * @param until text on the console
     */
    public record Marks(String from, String until) {
    }

    /**
     * The recorded run.
     *
     * @param startTick of virtual time, at the first mark
     * @param untilTick at the second mark
     * @param endTick after it has settled
     * @param print of the machine at the end
     */
    public record Recorded(long startTick, long untilTick, long endTick, Fingerprint print) {
        /** Ticks between the second mark and the end, in which the guest tidies up. */
        long settling() {
            return endTick - untilTick;
        }
    }
}
