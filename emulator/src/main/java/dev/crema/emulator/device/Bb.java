package dev.crema.emulator.device;

/**
 * BB, 0x3FF5D000: the WiFi base-band. Undocumented; storage. Bit 29 of 0x008 stays 0 after reset, which makes libphy tune by
 * software through {@link AnalogI2c}.
 */
public final class Bb extends RegisterBlock {
    /** Makes the block. */
    public Bb() {
        super("BB", 0x1000);
        restIsUndocumented();
    }
}
