package dev.crema.emulator.xtensa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/**
 * An address space for tests: RAM at one place, aligned or not, and at another place its alias; beyond them every access faults
 * as the chip's prohibited regions do.
 */
final class FlatMemory extends Memory {
    static final int BASE = 0x4000_0000;
    static final int SIZE = 1 << 20;
    /** The same bytes as the RAM at BASE, for data. */
    static final int ALIAS = BASE + SIZE;

    private final GuestFault fault = new GuestFault();
    private final BitSet code = new BitSet();
    private Core core;

    private final int size;

    FlatMemory() {
        this(SIZE);
        for (int offset = 0; offset < SIZE; offset += PAGE_SIZE) {
            mapLoad(ALIAS + offset, offset);
            mapStore(ALIAS + offset, offset);
        }
    }

    /** @param size of the RAM, a power of two; beyond {@link #SIZE} there is no alias */
    FlatMemory(int size) {
        super(new int[size / Integer.BYTES], BASE, Math.max(size, 2 * SIZE));
        this.size = size;
        for (int offset = 0; offset < size; offset += PAGE_SIZE) {
            mapAll(BASE + offset, offset);
        }
    }

    void mapAll(int address, int offset) {
        mapLoad(address, offset);
        mapStore(address, offset);
        mapFetch(address, offset);
    }

    /** Makes the fetch of a page show other bytes, as a flash MMU does. */
    void remapFetch(int address, int offset) {
        mapFetch(address, offset);
    }

    void attach(Core newCore) {
        core = newCore;
    }

    /** A copy of the RAM. */
    byte[] contents() {
        return contents(0, size);
    }

    /** A copy of some of it. */
    byte[] contents(int offset, int length) {
        return bytes().asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    void put(int address, byte... bytes) {
        MemorySegment.copy(bytes, 0, bytes(), ValueLayout.JAVA_BYTE, address - BASE, bytes.length);
    }

    private int offset(int address, ExceptionCause cause) {
        int offset = address - BASE;
        if (Integer.compareUnsigned(offset, Math.max(size, 2 * SIZE)) >= 0) {
            throw fault.at(cause, address);
        }
        return offset & size - 1;
    }

    @Override
    protected int slowLoad(int address, int width) {
        offset(address, ExceptionCause.LOAD_PROHIBITED);
        int value = 0;
        for (int at = width - 1; at >= 0; at--) {
            value = value << 8 | backing8(offset(address + at, ExceptionCause.LOAD_PROHIBITED));
        }
        return value;
    }

    @Override
    protected void slowStore(int address, int value, int width) {
        offset(address + width - 1, ExceptionCause.STORE_PROHIBITED);
        for (int at = 0; at < width; at++) {
            int offset = offset(address + at, ExceptionCause.STORE_PROHIBITED);
            backing8(offset, value >>> 8 * at);
            if (code.get(offset >>> 2)) {
                core.codeChanged(offset & ~3);
            }
        }
    }

    @Override
    public int fetchOffset(int address) {
        int entry = fetchEntry(address);
        if (entry < 0) {
            throw fault.at(ExceptionCause.INST_FETCH_PROHIBITED, address);
        }
        return entry + (address & PAGE_SIZE - 1);
    }

    @Override
    public void codeDecoded(int offset) {
        code.set(offset >>> 2);
        int page = offset & -PAGE_SIZE;
        mapStore(BASE + page, SLOW);
        if (size == SIZE) {
            mapStore(ALIAS + page, SLOW);
        }
    }
}
