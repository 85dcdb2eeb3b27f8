package dev.crema.emulator.device;

/** FE2, 0x3FF45000: the second page of the radio's front end. Undocumented; storage. */
public final class Fe2 extends RegisterBlock {
    /** Makes the block. */
    public Fe2() {
        super("FE2", 0x1000);
        restIsUndocumented();
    }
}
