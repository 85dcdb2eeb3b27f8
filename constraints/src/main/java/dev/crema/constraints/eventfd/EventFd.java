package dev.crema.constraints.eventfd;

import java.util.List;

/**
 * A descriptor that {@code eventfd()} has given.
 *
 * @param index in the table of eventfds, from 0
 * @param owner name of the task that asked for it; empty if that was not seen
 * @param place where in the code it asked
 * @param counter what has been written and not yet read
 * @param waiting names of the tasks that wait for it in {@code select()}
 */
public record EventFd(int index, String owner, String place, long counter, List<String> waiting) {
    /** Copies the names. */
    public EventFd {
        waiting = List.copyOf(waiting);
    }

    @Override
    public String toString() {
        return "eventfd %d of %s, counter %d%s%s".formatted(index, owner.isEmpty() ? "somebody" : "task " + owner, counter,
                waiting.isEmpty() ? "" : ", awaited by " + String.join(", ", waiting), place.isEmpty() ? "" : ", made in " + place);
    }
}
