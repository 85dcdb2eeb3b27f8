package dev.crema.emulator.xtensa;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The translations that cores of machines made alike have in common: the two of one machine, and those of its forks. Code that
 * one has found hot is at hand for all others as soon as they come to it. From any thread.
 */
final class RegionLibrary {
    /** Translations of what begins at one address, at most: a guest may put other code there, or other guesses may hold. */
    private static final int MOST_AT_AN_ADDRESS = 4;

    private final long capacity;
    private final Map<Integer, Deque<Edition>> byAddress = new HashMap<>();
    private final Deque<Edition> oldestFirst = new ArrayDeque<>();
    private long size;

    /**
     * A block of a region, without the core that it was decoded for.
     *
     * @param insns as they were when they were translated
     * @param frame in which they are executed
     */
    record Part(Insn[] insns, RegionFrame frame) {
        int address() {
            return insns[0].address;
        }

        /** The part of the region that a core would have for it, if the core's instructions are the same. */
        private Optional<RegionPlan.Piece> in(BlockCache blocks) {
            Block block = blocks.find(address());
            if (!RegionPlan.translatable(block) || block.insns.length != insns.length) {
                return Optional.empty();
            }
            for (int at = 0; at < insns.length; at++) {
                if (!insns[at].same(block.insns[at])) {
                    return Optional.empty();
                }
            }
            return Optional.of(new RegionPlan.Piece(block, frame));
        }
    }

    /**
     * A region as it was translated.
     *
     * @param parts its blocks, the first one first
     * @param loops that may end where one of them does
     * @param departures that it takes account of
     * @param maker makes it for one core
     * @param size of its class file in bytes
     */
    record Edition(List<Part> parts, Map<Integer, Set<Integer>> loops, Departures departures, Supplier<Region> maker, int size) {
        static Edition of(RegionPlan plan, Supplier<Region> maker, int size) {
            return new Edition(plan.pieces().stream().map(piece -> new Part(piece.block().insns, piece.frame())).toList(),
                    plan.loops(), plan.departures(), maker, size);
        }

        int address() {
            return parts.getFirst().address();
        }

        /**
         * The blocks of a core that are the same as its own; empty unless all are, and nothing that the core knows about them
         * speaks against it.
         */
        Optional<List<RegionPlan.Piece>> in(Core core, BlockCache blocks, Departures known) {
            List<RegionPlan.Piece> pieces = parts.stream().map(part -> part.in(blocks)).flatMap(Optional::stream).toList();
            if (pieces.size() < parts.size() || pieces.stream().map(RegionPlan.Piece::block).anyMatch(block -> !blocks.holds(block))) {
                return Optional.empty();
            }
            boolean loopsAreKnown = RegionPlan.loops(pieces.stream().map(RegionPlan.Piece::block).toList(), core).entrySet().stream()
                    .allMatch(loop -> loops.getOrDefault(loop.getKey(), Set.of()).containsAll(loop.getValue())
                            && loops.containsKey(loop.getKey()));
            boolean departuresAreKnown = departures.contain(known, parts.stream().flatMap(part -> Stream.of(part.insns)));
            return loopsAreKnown && departuresAreKnown ? Optional.of(pieces) : Optional.empty();
        }
    }

    /** @param capacity bytes of class files that are kept; for more the oldest are forgotten */
    RegionLibrary(long capacity) {
        this.capacity = capacity;
    }

    synchronized void add(Edition edition) {
        Deque<Edition> there = byAddress.computeIfAbsent(edition.address(), any -> new ArrayDeque<>());
        if (there.size() == MOST_AT_AN_ADDRESS) {
            forget(there.getLast());
            there = byAddress.computeIfAbsent(edition.address(), any -> new ArrayDeque<>());
        }
        there.addFirst(edition);
        oldestFirst.add(edition);
        size += edition.size();
        while (size > capacity && oldestFirst.size() > 1) {
            forget(oldestFirst.getFirst());
        }
    }

    private void forget(Edition edition) {
        oldestFirst.remove(edition);
        Deque<Edition> there = byAddress.get(edition.address());
        there.remove(edition);
        if (there.isEmpty()) {
            byAddress.remove(edition.address());
        }
        size -= edition.size();
    }

    /** What has been translated of what begins at an address, the newest first. */
    synchronized List<Edition> at(int address) {
        Deque<Edition> there = byAddress.get(address);
        return there == null ? List.of() : List.copyOf(there);
    }

    /** Whether there is something. */
    synchronized boolean has(int address) {
        return byAddress.containsKey(address);
    }
}
