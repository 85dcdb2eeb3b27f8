package dev.crema.emulator.device;

import java.util.Objects;

/** A part of the machine's memory that a device has to do with: flash, PSRAM or RTC memory. */
public interface MemoryRegion {
    /** Bytes of the region. */
    int size();

    /** A byte, zero-extended. */
    int get(int index);

    /** Sets a byte. */
    void set(int index, int value);

    /** Sets some bytes to the same value. */
    void fill(int index, int count, int value);

    /** A region of its own, all zero. */
    static MemoryRegion ofSize(int size) {
        return of(new byte[size], 0, size);
    }

    /** A part of an array. */
    static MemoryRegion of(byte[] array, int offset, int size) {
        Objects.checkFromIndexSize(offset, size, array.length);
        return new MemoryRegion() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public int get(int index) {
                return array[offset + Objects.checkIndex(index, size)] & 0xff;
            }

            @Override
            public void set(int index, int value) {
                array[offset + Objects.checkIndex(index, size)] = (byte) value;
            }

            @Override
            public void fill(int index, int count, int value) {
                for (int i = 0; i < count; i++) {
                    set(index + i, value);
                }
            }
        };
    }
}
