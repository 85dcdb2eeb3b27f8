package dev.crema.constraints.oom;

import dev.crema.constraints.fault.Request;
import dev.crema.emulator.debug.Task;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The scene without a fault.
 *
 * @param allocations in their order
 * @param console what was printed
 * @param said the same by lines
 * @param live blocks that were not given back by the end
 * @param print of the machine at the end
 * @param longestBusy ticks for which a core executed without a rest, at most
 */
record Baseline(List<Allocation> allocations, String console, Said said, List<Block> live, Fingerprint print, long longestBusy) {
    /**
     * Plays the scene.
     *
     * @param start of the scene, which stays there
     * @throws SweepException if what comes of it is not what was recorded
     */
    static Baseline of(Scene scene, Take start) {
        Notes notes = new Notes();
        Take take = start.fork(notes);
        notes.machine = take.machine();
        Busyness busyness = new Busyness(take.machine());
        long longest = 0;
        while (take.machine().clock().now() < scene.recorded().endTick() && take.stopped().isEmpty()) {
            take.step();
            notes.step++;
            longest = Math.max(longest, busyness.afterStep());
        }
        if (take.transcript().reached() == Clock.NEVER) {
            throw new SweepException("The recording cannot be played: \"%s\" does not come when the same frames come to the guest at the "
                    + "same times; something else around it was chance, such as what was typed.", scene.marks().until());
        }
        String console = take.transcript().text();
        return new Baseline(notes.allocations, console, new Said(console), take.ledger().live(), take.print(), longest);
    }

    private static final class Notes implements Take.Witness {
        private final List<Allocation> allocations = new ArrayList<>();
        private final Map<Integer, Integer> byAddress = new HashMap<>();
        private final Map<Integer, String> tasks = new HashMap<>();
        private Machine machine;
        private int step;

        @Override
        public boolean requested(Request request) {
            allocations.add(new Allocation(request.number(), step, request.tick(), request.size(),
                    request.capabilities(), task(request.task()), Site.of(request.callers()), 0, Clock.NEVER));
            return false;
        }

        private String task(int handle) {
            return handle == 0 ? "" : tasks.computeIfAbsent(handle, wanted -> machine.tasks().stream()
                    .filter(task -> task.handle() == wanted).map(Task::name).findFirst().orElse(""));
        }

        @Override
        public void allocated(Block block) {
            int index = (int) block.number() - 1;
            allocations.set(index, allocations.get(index).at(block.address()));
            byAddress.put(block.address(), index);
        }

        @Override
        public void freed(int address) {
            Integer index = byAddress.remove(address);
            if (index != null) {
                allocations.set(index, allocations.get(index).freedAt(machine.clock().now()));
            }
        }
    }
}
