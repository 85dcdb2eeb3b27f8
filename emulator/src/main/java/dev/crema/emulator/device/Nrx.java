package dev.crema.emulator.device;

/**
 * The page 0x3FF5C000 with the receiver's gain control and, from 0xC00, NRX. Undocumented; what is known comes from the accesses
 * of the ROM's PHY functions and of libphy.
 *
 * <p>Modelled: the noise floor is always measured, at -96 dBm; on which side of the primary the secondary channel of 40 MHz is.
 * Storage: everything else.
 */
public final class Nrx extends RegisterBlock {
    private static final int NOISE_FLOOR_DBM = -96;

    private final Register bandwidth;

    /** Makes the block. */
    public Nrx() {
        super("NRX", 0x1000);
        // Bit 24: measured; 14:5: (value - 1024) / 4 dBm.
        Register noiseFloor = register(0x018, "NOISE_FLOOR");
        int measured = 1 << 24 | (NOISE_FLOOR_DBM * 4 + 1024 & 0x3ff) << 5;
        noiseFloor.onRead(() -> noiseFloor.get() & ~(0x3ff << 5) | measured);
        bandwidth = register(0xc0c, "BANDWIDTH");
        restIsUndocumented();
    }

    /** Whether the secondary channel of 40 MHz is below the primary one. */
    boolean secondaryIsBelow() {
        return bandwidth.bit(0);
    }
}
