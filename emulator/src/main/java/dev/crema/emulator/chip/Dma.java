package dev.crema.emulator.chip;

import dev.crema.emulator.device.DmaMemory;
import dev.crema.emulator.xtensa.Memory;

/** SRAM 1 and 2 as the DMA engines reach them, past the CPUs. */
final class Dma implements DmaMemory {
    private static final int FIRST = 0x3FFAE000;
    private static final int SRAM1 = 0x3FFE0000;
    private static final int END = 0x40000000;

    private final Backing backing;
    private final CodeMap code;

    Dma(Backing backing, CodeMap code) {
        this.backing = backing;
        this.code = code;
    }

    private static int offset(int address) {
        if (address < FIRST || address >= END) {
            return -1;
        }
        return address >= SRAM1 ? Backing.SRAM1 + address - SRAM1 : Backing.SRAM2 + address - FIRST;
    }

    @Override
    public int load8(int address) {
        int offset = offset(address);
        return offset < 0 ? 0 : backing.inFrame(offset);
    }

    @Override
    public int load32(int address) {
        int word = address & ~3;
        return load8(word) | load8(word + 1) << 8 | load8(word + 2) << 16 | load8(word + 3) << 24;
    }

    @Override
    public void store8(int address, int value) {
        int offset = offset(address);
        if (offset >= 0) {
            backing.setInFrame(offset, value);
            if (code.hasCode(offset >>> Memory.PAGE_SHIFT)) {
                code.changed(offset, 1);
            }
        }
    }

    @Override
    public void store32(int address, int value) {
        int word = address & ~3;
        for (int i = 0; i < 4; i++) {
            store8(word + i, value >>> 8 * i);
        }
    }
}
