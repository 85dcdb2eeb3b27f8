package dev.crema.constraints.heap;

/**
 * A block of a heap region, as the guest's own structure has it.
 *
 * @param address of its first byte that can be used
 * @param size in bytes, without its header
 * @param free whether nobody has it
 */
public record HeapBlock(int address, int size, boolean free) {
    /** The address behind it. */
    public int end() {
        return address + size;
    }
}
