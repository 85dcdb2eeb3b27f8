package dev.crema.emulator.debug.profile;

import java.util.List;

/**
 * A function, called along one path.
 *
 * @param function its symbol, or its address where there is none
 * @param instructions that it executed itself
 * @param cycles that it took itself
 * @param calls what it called, the most expensive first; of each, something was counted
 */
public record ProfileNode(String function, long instructions, long cycles, List<ProfileNode> calls) {
    /** Copies the list. */
    public ProfileNode {
        calls = List.copyOf(calls);
    }

    /** Cycles of the function and all that it called. */
    public long total() {
        return cycles + calls.stream().mapToLong(ProfileNode::total).sum();
    }
}
