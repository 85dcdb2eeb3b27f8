package dev.crema.constraints.heap;

import dev.crema.emulator.machine.Machine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** What was asked of a heap last: who got how much, who got nothing and why, what was given back. */
public final class HeapLog {
    private static final int MOST = 16;

    private final Machine machine;
    /** Names are looked up when somebody wants to read them. */
    private final Deque<Supplier<String>> entries = new ArrayDeque<>();

    /** Keeps it from now on. */
    public HeapLog(MemoryTruth truth) {
        machine = truth.probes().machine();
        truth.heap().onAnswer(this::answered);
        truth.heap().onFailure(failure -> note(failure::sentence));
        truth.heap().onRelease(address -> note(() -> "0x%08x given back".formatted(address)));
    }

    private void answered(AllocationAttempt attempt, int address) {
        long size = attempt.size();
        note(() -> "%s of %s at 0x%08x%s, from %s".formatted(attempt.function().name(), Sizes.bytes(size), address,
                attempt.task().isEmpty() ? "" : " for task " + attempt.task(), attempt.site().place()));
    }

    private void note(Supplier<String> entry) {
        Duration time = machine.now();
        entries.addLast(() -> Sizes.time(time) + "  " + entry.get());
        if (entries.size() > MOST) {
            entries.removeFirst();
        }
    }

    /** A line for each, the last one at the end; 16 at most. */
    public List<String> lines() {
        return entries.stream().map(Supplier::get).toList();
    }
}
