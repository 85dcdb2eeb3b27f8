package dev.crema.emulator.chip;

import dev.crema.emulator.device.CacheWindow;

/** The MMU entries of a window behind the flash cache (TRM, "MMU"): 64 for flash, 128 for external RAM. */
enum MmuWindow {
    /** Flash as data. */
    DROM0(CacheWindow.DROM0, 0x3F400000, 0x3F400000, 0, 64),
    /** External RAM. */
    DRAM1(CacheWindow.DRAM1, 0x3F800000, 0x3F800000, 1152, 128),
    /** Flash as instructions; its first pages are hidden behind ROM and SRAM 0. */
    IRAM0(CacheWindow.IRAM0, 0x40000000, 0x400D0000, 64, 64),
    /** Flash as instructions, masked at reset. */
    IRAM1(CacheWindow.IRAM1, 0x40400000, 0x40400000, 128, 64),
    /** Flash as instructions, masked at reset. */
    IROM0(CacheWindow.IROM0, 0x40800000, 0x40800000, 192, 64);

    /** Bytes of every window. */
    static final int SIZE = 0x400000;

    /** The window in the terms of the cache's registers. */
    final CacheWindow cache;
    /** Address of the page that the first entry maps. */
    final int base;
    /** First address at which the window can be seen. */
    final int visible;
    /** Index of the first entry in the MMU table. */
    final int firstEntry;
    /** Number of entries. */
    final int entries;
    MmuWindow(CacheWindow cache, int base, int visible, int firstEntry, int entries) {
        this.cache = cache;
        this.base = base;
        this.visible = visible;
        this.firstEntry = firstEntry;
        this.entries = entries;
    }

    /** The window that has an address. The caller knows that one has. */
    static MmuWindow of(int address) {
        return switch (address >>> 22) {
            case 0x3F400000 >>> 22 -> DROM0;
            case 0x3F800000 >>> 22 -> DRAM1;
            case 0x40000000 >>> 22 -> IRAM0;
            case 0x40400000 >>> 22 -> IRAM1;
            case 0x40800000 >>> 22 -> IROM0;
            default -> throw new IllegalArgumentException("no cache window at 0x" + Integer.toHexString(address));
        };
    }
}
