package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/** A hardware FIFO of bytes in a ring of memory, whose two addresses some blocks show to the guest. */
final class ByteFifo implements Stateful {
    private final byte[] ring;
    private int readAddress;
    private int count;

    /** An empty FIFO of this many bytes, a power of 2. */
    ByteFifo(int size) {
        ring = new byte[size];
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == ring.length;
    }

    /** Appends the low byte of the value; a full FIFO drops it. */
    void push(int value) {
        if (!isFull()) {
            ring[writeAddress()] = (byte) value;
            count++;
        }
    }

    /** Takes the oldest byte, zero-extended; an empty FIFO gives 0. */
    int pop() {
        if (isEmpty()) {
            return 0;
        }
        int value = ring[readAddress] & 0xff;
        readAddress = readAddress + 1 & ring.length - 1;
        count--;
        return value;
    }

    /** Where in the ring the next byte is taken from. */
    int readAddress() {
        return readAddress;
    }

    /** Where in the ring the next byte goes. */
    int writeAddress() {
        return readAddress + count & ring.length - 1;
    }

    void clear() {
        readAddress = 0;
        count = 0;
    }

    @Override
    public void state(State state) {
        state.bytes(ring);
        readAddress = state.index(readAddress, ring.length);
        count = state.index(count, ring.length + 1);
    }
}
