package dev.crema.constraints.heap;

import dev.crema.emulator.debug.MemoryReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The heap of ESP-IDF 3 to 5: a list of regions, {@code registered_heaps} of {@code heap_caps}, in each of which {@code
 * multi_heap} keeps its blocks, in one of the forms of {@link MultiHeap}.
 *
 * <p>An element of the list is three words of capabilities, the start and the end of the region, a lock of two to four words, the
 * handle of the region's {@code multi_heap}, which lies at the region's start, and the next element. Forks share this, from any
 * thread.
 */
final class EspIdfStructure implements HeapStructure {
    private static final int MOST_REGIONS = 64;
    private static final int PRIORITIES = 3;
    private static final int START = 12;
    private static final int END = 16;
    private static final int FIRST_HANDLE = 24;
    private static final int LAST_HANDLE = 40;

    private final int registeredHeaps;
    private final MultiHeap.Poison poison;
    private final boolean fits;
    private final Map<Integer, MultiHeap> heaps = new ConcurrentHashMap<>();
    private OptionalInt handleOffset = OptionalInt.empty();

    /**
     * @param registeredHeaps address of the head of the list
     * @param poison what surrounds each block
     * @param fits whether the guest tells the size of the largest block rounded down to what the allocator is sure to find
     */
    EspIdfStructure(int registeredHeaps, MultiHeap.Poison poison, boolean fits) {
        this.registeredHeaps = registeredHeaps;
        this.poison = poison;
        this.fits = fits;
    }

    @Override
    public int head() {
        return poison.head;
    }

    @Override
    public int overhead() {
        return poison.overhead();
    }

    @Override
    public int defaultCapabilities() {
        return Capabilities.DEFAULT;
    }

    @Override
    public List<HeapRegion> regions(MemoryReader memory) {
        List<HeapRegion> regions = new ArrayList<>();
        List<Integer> elements = elements(memory);
        for (int element : elements) {
            heap(memory, element).ifPresent(heap -> {
                int capabilities = 0;
                for (int priority = 0; priority < PRIORITIES; priority++) {
                    capabilities |= word(memory, element + 4 * priority);
                }
                regions.add(heap.region(memory, word(memory, element + START), word(memory, element + END), capabilities));
            });
        }
        return regions;
    }

    /** The elements of the list, whose form shows in the first whose handle is its start. */
    private List<Integer> elements(MemoryReader memory) {
        List<Integer> elements = new ArrayList<>();
        int element = word(memory, registeredHeaps);
        if (handleOffset.isEmpty()) {
            for (int offset = FIRST_HANDLE; offset <= LAST_HANDLE && handleOffset.isEmpty(); offset += 4) {
                if (element != 0 && list(memory, element, offset).stream().anyMatch(handlesStart(memory, offset))) {
                    handleOffset = OptionalInt.of(offset);
                }
            }
        }
        handleOffset.ifPresent(offset -> elements.addAll(list(memory, word(memory, registeredHeaps), offset)));
        return elements;
    }

    private static Predicate<Integer> handlesStart(MemoryReader memory, int offset) {
        return element -> word(memory, element + START) != 0 && word(memory, element + offset) == word(memory, element + START);
    }

    private static List<Integer> list(MemoryReader memory, int head, int handleOffset) {
        List<Integer> elements = new ArrayList<>();
        for (int element = head; element != 0 && (element & 3) == 0 && elements.size() < MOST_REGIONS
                && memory.word(element).isPresent(); element = word(memory, element + handleOffset + 4)) {
            elements.add(element);
        }
        return elements;
    }

    /** The heap in a region; none in one that is only going to be a heap. */
    private Optional<MultiHeap> heap(MemoryReader memory, int element) {
        int handle = word(memory, element + handleOffset.orElse(FIRST_HANDLE));
        int end = word(memory, element + END);
        if (handle == 0 || memory.word(handle & ~3).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(heaps.computeIfAbsent(handle, there -> MultiHeap.at(memory, there, end, poison, fits)));
    }

    @Override
    public Optional<String> damage(MemoryReader memory, int address, long size) {
        for (int element : elements(memory)) {
            int start = word(memory, element + START);
            int end = word(memory, element + END);
            if (Integer.compareUnsigned(address, start) >= 0 && Integer.compareUnsigned(address, end) < 0) {
                return heap(memory, element).flatMap(heap -> heap.damage(memory, address, size, end));
            }
        }
        // Instruction RAM is given out at other addresses than those of its block.
        return Optional.empty();
    }

    private static int word(MemoryReader memory, int address) {
        return memory.word(address & ~3).orElse(0);
    }
}
