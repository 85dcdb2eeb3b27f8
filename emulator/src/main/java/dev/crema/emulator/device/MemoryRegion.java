package dev.crema.emulator.device;

import java.util.Objects;

/**
 * A part of an array that a device shares with the memory map: flash, PSRAM or RTC memory.
 *
 * @param array the bytes
 * @param offset where in it the region begins
 * @param size of the region in bytes
 */
public record MemoryRegion(byte[] array, int offset, int size) {
    /** Checks that the region lies in the array. */
    public MemoryRegion {
        Objects.checkFromIndexSize(offset, size, array.length);
    }

    /** A region of its own. */
    public static MemoryRegion ofSize(int size) {
        return new MemoryRegion(new byte[size], 0, size);
    }

    int get(int index) {
        return array[offset + Objects.checkIndex(index, size)] & 0xff;
    }

    void set(int index, int value) {
        array[offset + Objects.checkIndex(index, size)] = (byte) value;
    }
}
