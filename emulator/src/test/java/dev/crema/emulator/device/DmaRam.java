package dev.crema.emulator.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Some internal SRAM, from 0x3FFB0000. */
final class DmaRam implements DmaMemory {
    static final int BASE = 0x3ffb0000;

    private final ByteBuffer bytes = ByteBuffer.allocate(0x8000).order(ByteOrder.LITTLE_ENDIAN);

    @Override
    public int load8(int address) {
        return contains(address) ? bytes.get(address - BASE) & 0xff : 0;
    }

    @Override
    public int load32(int address) {
        return contains(address) ? bytes.getInt((address & ~3) - BASE) : 0;
    }

    @Override
    public void store8(int address, int value) {
        if (contains(address)) {
            bytes.put(address - BASE, (byte) value);
        }
    }

    @Override
    public void store32(int address, int value) {
        if (contains(address)) {
            bytes.putInt((address & ~3) - BASE, value);
        }
    }

    /** Writes a descriptor at an offset and returns its address. */
    int descriptor(int offset, int control, int buffer, int next) {
        store32(BASE + offset, control);
        store32(BASE + offset + 4, buffer);
        store32(BASE + offset + 8, next);
        return BASE + offset;
    }

    private boolean contains(int address) {
        return address >= BASE && address < BASE + bytes.capacity();
    }
}
