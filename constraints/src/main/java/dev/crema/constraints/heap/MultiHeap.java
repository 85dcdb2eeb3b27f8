package dev.crema.constraints.heap;

import dev.crema.emulator.debug.MemoryReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A region of ESP-IDF's {@code multi_heap}, which begins with a structure of five words: a lock, the bytes free, the least that
 * were ever free, and two that differ between its two forms.
 */
abstract class MultiHeap {
    private static final int FREE = 4;
    private static final int MINIMUM_FREE = 8;
    private static final int FOURTH = 12;
    private static final int FIFTH = 16;
    private static final int HEAD_CANARY = 0xABBA1234;
    private static final int TAIL_CANARY = 0xBAAD5678;

    /** The last block is only a header, at the end of the region but for what alignment takes. */
    private static final int LAST_BLOCK = 8;
    private static final int SLACK = 16;

    final int handle;
    final Poison poison;

    /** Canaries around each block ({@code CONFIG_HEAP_POISONING_LIGHT} and above). */
    enum Poison {
        /** Blocks are as the caller gets them. */
        NONE(0, 0),
        /** In front a canary and the size that was asked for, behind another canary. */
        CANARIES(8, 4),
        /** Between the first two the task that has the block ({@code CONFIG_HEAP_TASK_TRACKING}). */
        CANARIES_AND_OWNER(12, 4);

        final int head;
        private final int tail;

        Poison(int head, int tail) {
            this.head = head;
            this.tail = tail;
        }

        int overhead() {
            return head + tail;
        }

        private long without(long bytes) {
            return Math.max(0, bytes - overhead());
        }
    }

    MultiHeap(int handle, Poison poison) {
        this.handle = handle;
        this.poison = poison;
    }

    /** The heap with a handle, in whichever form it is: up to ESP-IDF 4.2 the fourth word points to the last block. */
    static MultiHeap at(MemoryReader memory, int handle, int end, Poison poison, boolean fits) {
        int fourth = word(memory, handle + FOURTH);
        boolean list = Integer.compareUnsigned(fourth, handle) > 0 && Integer.compareUnsigned(fourth, end) < 0;
        return list ? new ListHeap(handle, poison) : new TlsfHeap(handle, poison, word(memory, handle + FIFTH), fits);
    }

    /** The address of the header of the first block. */
    abstract int first(MemoryReader memory);

    /** Bytes of a block's header in front of what can be used. */
    abstract int header();

    /** The data size of the block with a header, or a negative number at the last. */
    abstract int size(MemoryReader memory, int block);

    abstract boolean isFree(MemoryReader memory, int block);

    /** The header of the next block. */
    abstract int next(MemoryReader memory, int block);

    /** The most that an allocation can get of a free block. */
    abstract long fitting(MemoryReader memory, long size);

    HeapRegion region(MemoryReader memory, int start, int end, int capabilities) {
        List<HeapBlock> blocks = new ArrayList<>();
        Optional<String> damage = Optional.empty();
        long largest = 0;
        int block = first(memory);
        while (size(memory, block) >= 0 && damage.isEmpty() && blocks.size() < HeapStructure.MOST_BLOCKS) {
            damage = fault(memory, block, end);
            if (damage.isEmpty()) {
                boolean free = isFree(memory, block);
                blocks.add(new HeapBlock(block + header(), size(memory, block), free));
                largest = free ? Math.max(largest, size(memory, block)) : largest;
                block = next(memory, block);
            }
        }
        if (damage.isEmpty() && Integer.compareUnsigned(block + LAST_BLOCK + SLACK, end) < 0) {
            damage = Optional.of("the header at 0x%08x is overwritten with 0x%08x".formatted(headerWord(block),
                    word(memory, headerWord(block))));
        }
        return new HeapRegion(start, end, capabilities, poison.without(Integer.toUnsignedLong(word(memory, handle + FREE))),
                poison.without(Integer.toUnsignedLong(word(memory, handle + MINIMUM_FREE))), poison.without(fitting(memory,
                largest)), blocks,
                damage);
    }

    private Optional<String> fault(MemoryReader memory, int block, int end) {
        int next = next(memory, block);
        return Integer.compareUnsigned(next, block) > 0 && Integer.compareUnsigned(next, end) < 0 ? Optional.empty()
                : Optional.of("the header at 0x%08x is overwritten with 0x%08x".formatted(headerWord(block), word(memory,
                headerWord(block))));
    }

    /** Where the size of a block is kept. */
    private int headerWord(int block) {
        return block + header() - 4;
    }

    Optional<String> damage(MemoryReader memory, int address, long size, int end) {
        int block = address - poison.head - header();
        Optional<String> own = fault(memory, block, end);
        if (own.isPresent() || poison != Poison.NONE && word(memory, address - poison.head) != HEAD_CANARY) {
            return own.or(() -> Optional.of("the canary in front of it is overwritten with 0x%08x".formatted(
                    word(memory, address - poison.head))));
        }
        if (poison != Poison.NONE && unaligned(memory, address + (int) size) != TAIL_CANARY) {
            return Optional.of("the canary behind it is overwritten with 0x%08x".formatted(unaligned(memory, address
                    + (int) size)));
        }
        int next = next(memory, block);
        return size(memory, next) < 0 ? Optional.empty() : fault(memory, next, end);
    }

    static int word(MemoryReader memory, int address) {
        return memory.word(address & ~3).orElse(0);
    }

    private static int unaligned(MemoryReader memory, int address) {
        long both = word(memory, address) & 0xffff_ffffL | (long) word(memory, (address & ~3) + 4) << 32;
        return (int) (both >>> 8 * (address & 3));
    }

    /**
     * Up to ESP-IDF 4.2: a block begins with a pointer to the next one, whose lowest bit says that the block is free. The first
     * block is part of the heap's structure and never given out, the last has no next.
     */
    private static final class ListHeap extends MultiHeap {
        ListHeap(int handle, Poison poison) {
            super(handle, poison);
        }

        @Override
        int first(MemoryReader memory) {
            return next(memory, handle + FIFTH);
        }

        @Override
        int header() {
            return 4;
        }

        @Override
        int size(MemoryReader memory, int block) {
            int next = next(memory, block);
            return next == 0 ? -1 : Math.max(0, next - block - header());
        }

        @Override
        boolean isFree(MemoryReader memory, int block) {
            return (word(memory, block) & 1) != 0;
        }

        @Override
        int next(MemoryReader memory, int block) {
            return word(memory, block) & ~3;
        }

        @Override
        long fitting(MemoryReader memory, long size) {
            return size;
        }
    }

    /**
     * From ESP-IDF 4.3 on: a pool of TLSF (M. Masmano and others, "TLSF: a new dynamic memory allocator for real-time systems")
     * behind its control structure. A block has the address of the one before, valid while that is free, and its size, whose
     * lower two bits say whether it and the one before are free; a block of size 0 is the last. The control structure tells its
     * own size, packed into bit fields or not.
     */
    private static final class TlsfHeap extends MultiHeap {
        private static final int FIELDS = 16;
        private static final int PACKED_SIZE = 20;
        private static final int UNPACKED_COUNT = 28;
        private static final int UNPACKED_SMALL = 36;
        private static final int UNPACKED_SIZE = 40;
        /** Counts of the first level are below this; packed, there is more in the word. */
        private static final int MOST_FIRST_LEVEL = 32;
        private static final int SMALLEST_BLOCK = 12;

        private final int control;
        private final boolean fits;

        TlsfHeap(int handle, Poison poison, int control, boolean fits) {
            super(handle, poison);
            this.control = control;
            this.fits = fits;
        }

        private boolean packed(MemoryReader memory) {
            return Integer.compareUnsigned(word(memory, control + FIELDS), MOST_FIRST_LEVEL) >= 0;
        }

        @Override
        int first(MemoryReader memory) {
            return control + word(memory, control + (packed(memory) ? PACKED_SIZE : UNPACKED_SIZE)) - 4;
        }

        @Override
        int header() {
            return 8;
        }

        @Override
        int size(MemoryReader memory, int block) {
            int size = word(memory, block + 4) & ~3;
            return size == 0 ? -1 : size;
        }

        @Override
        boolean isFree(MemoryReader memory, int block) {
            return (word(memory, block + 4) & 1) != 0;
        }

        @Override
        int next(MemoryReader memory, int block) {
            return block + 4 + (word(memory, block + 4) & ~3);
        }

        /** A list holds blocks from some size on: only those that are larger than a whole step are sure to be found. */
        @Override
        long fitting(MemoryReader memory, long size) {
            if (!fits || size == 0) {
                return size;
            }
            int fields = word(memory, control + FIELDS);
            int steps = packed(memory) ? fields >>> 14 & 63 : word(memory, control + UNPACKED_COUNT);
            int small = packed(memory) ? fields >>> 23 & 255 : word(memory, control + UNPACKED_SMALL);
            if (size < small || steps == 0) {
                return Math.max(SMALLEST_BLOCK, size + 3 & ~3);
            }
            return size & -Math.max(1, Long.highestOneBit(size) / steps);
        }
    }
}
