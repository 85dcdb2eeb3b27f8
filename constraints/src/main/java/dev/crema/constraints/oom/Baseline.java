package dev.crema.constraints.oom;

import dev.crema.constraints.heap.Allocation;
import dev.crema.constraints.heap.AllocationAttempt;
import dev.crema.constraints.heap.Finding;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The scene without a fault.
 *
 * @param candidates its allocations by their numbers
 * @param said what was printed
 * @param live what was allocated and not given back by the end
 * @param defects that the heap has all the same
 * @param print of the machine at the end
 * @param longestBusy ticks for which a core executed without a rest, at most
 */
record Baseline(TreeMap<Long, Candidate> candidates, Said said, List<Allocation> live, List<Finding> defects, Fingerprint print,
        long longestBusy) {
    /**
     * Plays the scene.
     *
     * @param start of the scene, which stays there
     * @throws SweepException if what comes of it is not what was recorded
     */
    static Baseline of(Scene scene, Take start) {
        Take take = start.fork();
        Notes notes = new Notes(take.machine());
        take.truth().heap().onAttempt(notes::asked);
        take.truth().heap().onAnswer(notes::answered);
        take.truth().heap().onRelease(notes::released);
        Busyness busyness = new Busyness(take.machine());
        long longest = 0;
        while (take.machine().clock().now() < scene.recorded().endTick() && take.stopped().isEmpty()) {
            take.step();
            notes.step++;
            longest = Math.max(longest, busyness.afterStep());
        }
        if (take.transcript().reached() == Clock.NEVER) {
            throw new SweepException("The recording cannot be played: \"%s\" does not come when the same frames come to the guest "
                    + "at the same times; something else around it was chance, such as what was typed.", scene.marks().until());
        }
        return new Baseline(notes.candidates, new Said(take.transcript().text()), take.live(), take.truth().heap().findings(),
                take.print(), longest);
    }

    private static final class Notes {
        private final Machine machine;
        private final TreeMap<Long, Candidate> candidates = new TreeMap<>();
        private final Map<Integer, Long> byAddress = new HashMap<>();
        private int step;

        Notes(Machine machine) {
            this.machine = machine;
        }

        void asked(AllocationAttempt attempt) {
            if (attempt.size() > 0) {
                candidates.put(attempt.index(), new Candidate(attempt.index(), step, attempt.call().ticks(), attempt.size(),
                        attempt.capabilities(), attempt.task(), attempt.site(), 0, Clock.NEVER));
            }
        }

        void answered(AllocationAttempt attempt, int address) {
            candidates.computeIfPresent(attempt.index(), (number, candidate) -> candidate.at(address));
            byAddress.put(address, attempt.index());
        }

        void released(int address) {
            Long number = byAddress.remove(address);
            if (number != null) {
                candidates.computeIfPresent(number, (same, candidate) -> candidate.freedAt(machine.clock().now()));
            }
        }
    }
}
