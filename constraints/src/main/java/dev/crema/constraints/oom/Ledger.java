package dev.crema.constraints.oom;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The blocks that were asked for since the scene began and not given back; and those given back twice. */
final class Ledger {
    private final TreeMap<Integer, Block> live = new TreeMap<>(Integer::compareUnsigned);
    private final Set<Integer> freed = new HashSet<>();
    private final List<Integer> twice = new ArrayList<>();

    /** Nothing yet. */
    Ledger() {
    }

    /** A copy. */
    Ledger(Ledger other) {
        live.putAll(other.live);
        freed.addAll(other.freed);
        twice.addAll(other.twice);
    }

    void allocated(Block block) {
        live.put(block.address(), block);
        freed.remove(block.address());
    }

    void freed(int address) {
        live.remove(address);
        if (!freed.add(address)) {
            twice.add(address);
        }
    }

    /** The blocks, in the order of their addresses. */
    List<Block> live() {
        return List.copyOf(live.values());
    }

    /** Addresses of blocks that were given back and, without having been handed out again, once more. */
    List<Integer> freedTwice() {
        return List.copyOf(twice);
    }

    /** The blocks for which there are none like them, from the same site and of the same size, among others. */
    List<Block> beyond(List<Block> others) {
        Map<Kind, Integer> expected = new HashMap<>();
        others.forEach(block -> expected.merge(Kind.of(block), 1, Integer::sum));
        return live.values().stream().filter(block -> expected.merge(Kind.of(block), -1, Integer::sum) < 0).toList();
    }

    private record Kind(Site site, long size) {
        static Kind of(Block block) {
            return new Kind(block.site(), block.size());
        }
    }
}
