package dev.crema.constraints.heap;

import dev.crema.emulator.debug.MemoryReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The heap of the endpoint sample: regions of blocks in the order of their addresses, each with a header of 16 bytes: its size
 * with the header, the next block, the one before, whether it is used.
 *
 * @param regions address of the array of first blocks
 * @param count address of their number
 * @param least address of the least that was ever free, in all regions
 */
record FirstFitStructure(int regions, int count, int least) implements HeapStructure {
    private static final int MOST_REGIONS = 4;
    private static final int HEADER = 16;
    private static final int NEXT = 4;
    private static final int BEFORE = 8;
    private static final int USED = 12;

    @Override
    public List<HeapRegion> regions(MemoryReader memory) {
        List<HeapRegion> found = new ArrayList<>();
        for (int i = 0; i < Math.clamp(word(memory, count), 0, MOST_REGIONS); i++) {
            found.add(region(memory, word(memory, regions + 4 * i)));
        }
        return found;
    }

    private static HeapRegion region(MemoryReader memory, int first) {
        List<HeapBlock> blocks = new ArrayList<>();
        Optional<String> damage = Optional.empty();
        long free = 0;
        long largest = 0;
        int end = first;
        for (int block = first; block != 0 && blocks.size() < MOST_BLOCKS && damage.isEmpty();
                block = word(memory, block + NEXT)) {
            int size = word(memory, block) - HEADER;
            boolean used = (word(memory, block + USED) & 0xff) != 0;
            damage = fault(memory, block);
            if (damage.isEmpty()) {
                blocks.add(new HeapBlock(block + HEADER, size, !used));
                end = block + HEADER + size;
                free += used ? 0 : size + HEADER;
                largest = used ? largest : Math.max(largest, size);
            }
        }
        return new HeapRegion(first, end, -1, free, free, largest, blocks, damage);
    }

    @Override
    public long minimumFree(MemoryReader memory, int capabilities) {
        return Integer.toUnsignedLong(word(memory, least));
    }

    private static Optional<String> fault(MemoryReader memory, int block) {
        int size = word(memory, block);
        int next = word(memory, block + NEXT);
        if (size < HEADER || (size & 7) != 0 || next != 0 && next != block + size) {
            return Optional.of("the header at 0x%08x is overwritten: it says %s bytes, and the next block at 0x%08x"
                    .formatted(block,
                    Integer.toUnsignedString(size), next));
        }
        return next != 0 && word(memory, next + BEFORE) != block
                ? Optional.of("the header at 0x%08x is overwritten: the block before it is not at 0x%08x".formatted(next,
                        word(memory, next + BEFORE)))
                : Optional.empty();
    }

    @Override
    public Optional<String> damage(MemoryReader memory, int address, long size) {
        int block = address - HEADER;
        return fault(memory, block).or(() -> {
            int next = word(memory, block + NEXT);
            return next == 0 ? Optional.empty() : fault(memory, next);
        });
    }

    private static int word(MemoryReader memory, int address) {
        return memory.word(address & ~3).orElse(0);
    }
}
