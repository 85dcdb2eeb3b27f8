package dev.crema.emulator.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Several machines on one thread, in turns of virtual time, so that they live at the same time: equal machines, started alike, do
 * alike, also what they do to each other. What one lets the other know arrives in the other's next turn.
 *
 * <p>A machine whose time is ahead when this is made, because it has booted already, stays ahead by that much.
 */
public final class Lockstep {
    /** Guest time of a turn: what a frame on the air lasts at least, and little more than a machine's round. */
    private static final Duration TURN = Duration.ofNanos(50_000);

    private final List<Machine> machines;
    private final List<Duration> starts = new ArrayList<>();
    private Duration now = Duration.ZERO;

    /** Why the machines have stopped, all of them: because one of them did. */
    public record Stop(Machine machine, StopReason reason) { }

    /** Machines that are run by this alone from now on; the first one has its turn first. */
    public Lockstep(List<Machine> machines) {
        if (machines.isEmpty()) {
            throw new IllegalArgumentException("no machines to run");
        }
        this.machines = List.copyOf(machines);
        this.machines.forEach(machine -> starts.add(machine.now()));
    }

    /** Guest time that has passed for all machines. */
    public Duration now() {
        return now;
    }

    /** Runs for a span of guest time, unless something else stops one of the machines before. */
    public Stop run(Duration span) {
        return run(span, machines.getFirst(), List.of());
    }

    /**
     * Runs until a machine meets one of the conditions, a span of guest time has passed, or something else stops one of the machines.
     *
     * @param watched the machine that the conditions are for
     */
    public Stop run(Duration span, Machine watched, List<StopCondition> conditions) {
        Conditions armed = new Conditions(conditions, watched, watched::met);
        Duration end = now.plus(span);
        try {
            while (now.compareTo(end) < 0) {
                Duration next = now.plus(TURN).compareTo(end) < 0 ? now.plus(TURN) : end;
                for (int i = 0; i < machines.size(); i++) {
                    Machine machine = machines.get(i);
                    StopReason reason = machine.run(starts.get(i).plus(next).minus(machine.now()));
                    if (!(reason instanceof StopReason.TimeReached)) {
                        return new Stop(machine, reason);
                    }
                }
                now = next;
            }
        } finally {
            armed.disarm();
        }
        return new Stop(watched, new StopReason.TimeReached());
    }
}
