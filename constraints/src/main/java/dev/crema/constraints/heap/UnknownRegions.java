package dev.crema.constraints.heap;

import dev.crema.emulator.debug.MemoryReader;
import java.util.List;
import java.util.Optional;

/** The heap of an ESP-IDF of which only candidates for the list of regions are known: the first that is one shows itself. */
final class UnknownRegions implements HeapStructure {
    private static final int HEAD_CANARY = 0xABBA1234;

    private final List<Integer> candidates;
    private Optional<EspIdfStructure> known = Optional.empty();

    UnknownRegions(List<Integer> candidates) {
        this.candidates = candidates;
    }

    private Optional<EspIdfStructure> structure(MemoryReader memory) {
        if (known.isEmpty()) {
            known = candidates.stream().flatMap(candidate -> look(memory, candidate).stream()).findFirst();
        }
        return known;
    }

    /** A list whose regions have blocks and no damage, one of them somebody's, is the one that is sought. */
    private static Optional<EspIdfStructure> look(MemoryReader memory, int candidate) {
        List<HeapRegion> regions = new EspIdfStructure(candidate, MultiHeap.Poison.NONE, true).regions(memory);
        Optional<HeapBlock> block = regions.stream().flatMap(region -> region.blocks().stream()).filter(there ->
                !there.free()).findFirst();
        if (block.isEmpty() || regions.stream().anyMatch(region -> region.damage().isPresent())) {
            return Optional.empty();
        }
        boolean poisoned = memory.word(block.get().address()).orElse(0) == HEAD_CANARY;
        return Optional.of(new EspIdfStructure(candidate, poisoned ? MultiHeap.Poison.CANARIES : MultiHeap.Poison.NONE, true));
    }

    @Override
    public List<HeapRegion> regions(MemoryReader memory) {
        return structure(memory).map(heap -> heap.regions(memory)).orElse(List.of());
    }

    @Override
    public Optional<String> damage(MemoryReader memory, int address, long size) {
        return structure(memory).flatMap(heap -> heap.damage(memory, address, size));
    }

    @Override
    public int head() {
        return known.map(HeapStructure::head).orElse(0);
    }

    @Override
    public int overhead() {
        return known.map(HeapStructure::overhead).orElse(0);
    }

    @Override
    public int defaultCapabilities() {
        return Capabilities.DEFAULT;
    }
}
