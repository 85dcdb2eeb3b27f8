package dev.crema.constraints.heap;

import dev.crema.emulator.debug.MemoryReader;
import java.util.List;
import java.util.Optional;

/** How an allocator keeps its regions and blocks in the guest's memory. Whatever state that is in, reading it ends. */
interface HeapStructure {
    /** More blocks than fit into the chip's memory: a damaged region ends here. */
    int MOST_BLOCKS = 1 << 19;

    /** All regions; none before the guest has made any. */
    List<HeapRegion> regions(MemoryReader memory);

    /** The least that was ever free of memory with some capabilities, as the guest would tell it. */
    default long minimumFree(MemoryReader memory, int capabilities) {
        return regions(memory).stream().filter(region -> region.has(capabilities)).mapToLong(HeapRegion::minimumFree).sum();
    }

    /**
     * What is wrong with the block at an address and with the beginning of what follows it: who writes beyond the end of a block
     * destroys that first. Costs a few loads only.
     *
     * @param address as the allocator has given it to its caller
     * @param size that the caller has asked for
     */
    Optional<String> damage(MemoryReader memory, int address, long size);

    /** Bytes of the allocator's own in front of what a caller gets, beside the header of the block. */
    default int head() {
        return 0;
    }

    /** Bytes of the allocator's own in front of and behind what a caller gets, beside the header of the block. */
    default int overhead() {
        return 0;
    }

    /** The capabilities of memory that is asked for without any. */
    default int defaultCapabilities() {
        return 0;
    }
}
