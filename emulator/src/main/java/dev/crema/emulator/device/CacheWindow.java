package dev.crema.emulator.device;

/** The windows through which a CPU sees flash and PSRAM, with their places in DPORT's cache registers. */
public enum CacheWindow {
    /** Instructions at 0x40000000. */
    IRAM0(0, 13, 0x08, 1),
    /** Instructions at 0x40400000. */
    IRAM1(1, 12, 0x0c, 2),
    /** Instructions at 0x40800000. */
    IROM0(2, 11, 0x10, 3),
    /** PSRAM at 0x3F800000. */
    DRAM1(3, 10, 0x00, 4),
    /** Flash data at 0x3F400000. */
    DROM0(4, 14, 0x04, 0),
    /** The other CPU's cache, in the modes in which both share PSRAM. */
    OPSDRAM(5, 9, 0x14, 5);

    private final int maskBit;
    private final int faultBit;
    private final int faultAddress;
    private final int interruptBit;

    CacheWindow(int maskBit, int faultBit, int faultAddress, int interruptBit) {
        this.maskBit = maskBit;
        this.faultBit = faultBit;
        this.faultAddress = faultAddress;
        this.interruptBit = interruptBit;
    }

    /** The bit of CACHE_CTRL1 that closes the window. */
    public int maskBit() {
        return maskBit;
    }

    /** The bit of DCACHE_DBUG3 that tells of an access while it was closed. */
    int faultBit() {
        return faultBit;
    }

    /** The offset, from DCACHE_DBUG4, of the register with that access's address. */
    int faultAddress() {
        return faultAddress;
    }

    /** The bit of CACHE_IA_INT_EN, relative to the CPU's field, that lets it interrupt. */
    int interruptBit() {
        return interruptBit;
    }
}
