package dev.crema.emulator.xtensa;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What has come out of regions that were left too often: how the instructions before which that happened are to be translated.
 *
 * @param slow addresses of loads and stores that had better be executed one by one, because they mostly meet devices
 * @param alone addresses of those that belong to no {@link Span}, because that often lies in two pages apart from each other
 */
record Departures(Set<Integer> slow, Set<Integer> alone) {
    /** None so far. */
    static Departures none() {
        return new Departures(new HashSet<>(), new HashSet<>());
    }

    /** The same, whatever comes. */
    Departures copy() {
        return new Departures(Set.copyOf(slow), Set.copyOf(alone));
    }

    /**
     * A region was left too often before an instruction.
     *
     * @param block that it is part of
     */
    void add(Block block, int at) {
        Span span = Span.of(block, this).get(at);
        if (span != null) {
            span.accesses().forEach(access -> alone.add(block.insns[access].address));
        } else {
            slow.add(block.insns[at].address);
        }
    }

    /** Whether all that others know of some instructions is known here. */
    boolean contain(Departures others, Stream<Insn> instructions) {
        return others.slow.isEmpty() && others.alone.isEmpty() || instructions.map(insn -> insn.address)
                .allMatch(address -> (!others.slow.contains(address) || slow.contains(address))
                        && (!others.alone.contains(address) || alone.contains(address)));
    }
}
