package dev.crema.emulator.device;

/** GPIO_SD, 0x3FF44F00: the eight sigma-delta modulators. Storage: their density is not turned into edges on a pad. */
public final class GpioSd extends RegisterBlock {
    /** Makes the block. */
    public GpioSd() {
        super("GPIO_SD", 0x2c);
        for (Register channel : registers(0x000, 4, 8, "SIGMADELTA")) {
            channel.reset(0xff00);
        }
        register(0x020, "SIGMADELTA_CG");
        register(0x024, "SIGMADELTA_MISC");
        register(0x028, "SIGMADELTA_VERSION").reset(0x1506190);
    }
}
