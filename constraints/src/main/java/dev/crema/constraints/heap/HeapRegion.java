package dev.crema.constraints.heap;

import java.util.List;
import java.util.Optional;

/**
 * A region of a guest's heap at one moment. Sizes are in bytes, and those that the guest itself would tell.
 *
 * @param start lowest address
 * @param end the address behind it
 * @param capabilities what its memory can be used for, {@code MALLOC_CAP_...} of ESP-IDF; all bits where there is no such thing
 * @param free bytes
 * @param minimumFree the least that was ever free; what is free now if the guest does not keep that for each region
 * @param largestFree the most that one allocation can get
 * @param blocks in the order of their addresses, up to where the structure is damaged if it is
 * @param damage what is wrong with the structure
 */
public record HeapRegion(int start, int end, int capabilities, long free, long minimumFree, long largestFree,
        List<HeapBlock> blocks,
        Optional<String> damage) {
    /** Copies the list. */
    public HeapRegion {
        blocks = List.copyOf(blocks);
    }

    /** Whether its memory has all these capabilities. */
    public boolean has(int wanted) {
        return (capabilities & wanted) == wanted;
    }

    /** Whether an address lies in it. */
    public boolean contains(int address) {
        return Integer.compareUnsigned(address, start) >= 0 && Integer.compareUnsigned(address, end) < 0;
    }
}
