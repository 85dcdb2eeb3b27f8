package dev.crema.constraints.oom;

import dev.crema.constraints.heap.Allocation;
import dev.crema.constraints.heap.Finding;
import java.util.List;

/**
 * What a run of a scene came to.
 *
 * @param end how it ended
 * @param reason of the end in words, where the end alone does not tell
 * @param console what was printed since the scene began, a character for each byte
 * @param excess what was allocated and not given back, and was given back in the run without a fault
 * @param defects in how the heap was used, beyond those of that run
 * @param print of the machine at the end
 */
record Observation(End end, String reason, String console, List<Allocation> excess, List<Finding> defects,
        Fingerprint print) {
    /** How a run ends. */
    enum End {
        /** The second mark came, and the guest has settled. */
        REACHED,
        /** The second mark did not come, but everything was given back and the guest rests. */
        CALM,
        /** The second mark did not come in time, and the guest rests. */
        WAITING,
        /** The second mark did not come in time, and a core executes on and on. */
        SPINNING,
        /** The firmware says that it crashed. */
        CRASHED,
        /** The chip was reset. */
        RESET,
        /** The machine cannot go on. */
        STOPPED
    }
}
