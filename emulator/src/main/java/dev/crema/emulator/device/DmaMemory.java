package dev.crema.emulator.device;

/**
 * Memory as the DMA engines see it: internal SRAM from 0x3FFAE000 to 0x3FFFFFFF only (memory map of the TRM). Loads from
 * elsewhere give 0 and stores there are dropped, as on the chip.
 */
public interface DmaMemory {
    /** A byte, zero-extended. */
    int load8(int address);

    /** A little-endian word; the address is rounded down to a multiple of 4. */
    int load32(int address);

    /** Stores the low byte of the value. */
    void store8(int address, int value);

    /** Stores a little-endian word; the address is rounded down to a multiple of 4. */
    void store32(int address, int value);
}
