package dev.crema.emulator.device;

/**
 * BT, 0x3FF51000: the Bluetooth base-band and radio interface. Undocumented; what is known comes from libbtdm_app and libphy.
 * Storage, with a status (0x110) that says idle, for which the controller waits when it shuts down, and interrupts (source 4,
 * BT_BB) of which none is raised.
 */
public final class BtBaseband extends RegisterBlock {
    /** Makes the block. */
    public BtBaseband() {
        super("BT", 0x1000);
        register(0x0f8, "INT_ENA");
        register(0x100, "INT_ST").readOnly();
        register(0x104, "INT_CLR").command(bits -> { });
        register(0x110, "STATUS").readOnly();
        restIsUndocumented();
    }
}
