package dev.crema.emulator.device;

/**
 * FE, 0x3FF46000: the radio's front end. Undocumented; what is known comes from the accesses of the ROM's PHY functions and of
 * libphy.
 *
 * <p>Modelled: the IQ estimator is always done and the PBUS never busy, which calibration waits for without limit. Storage:
 * everything else, so calibration computes with zeros and ends.
 */
public final class Fe extends RegisterBlock {
    /** Makes the block. */
    public Fe() {
        super("FE", 0x1000);
        Register estimator = register(0x07c, "IQ_ESTIMATOR");
        estimator.onRead(() -> estimator.get() | 1 << 31);
        register(0x0a0, "PBUS_STATUS").writable(~(1 << 31));
        restIsUndocumented();
    }
}
