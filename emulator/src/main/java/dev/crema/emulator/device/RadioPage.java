package dev.crema.emulator.device;

/**
 * A page of the radio of which nothing is known but that software writes it and reads it back: FE2 (0x3FF45000, the front end's
 * second page), BB (0x3FF5D000, the WiFi base-band) and 0x3FF72000 (the Bluetooth modem). Undocumented; storage.
 *
 * <p>Bit 29 of BB's 0x008 stays 0 after reset, which makes libphy tune by software through {@link AnalogI2c}.
 */
public final class RadioPage extends RegisterBlock {
    /**
     * Makes a page.
     *
     * @param name of the block, for reports
     */
    public RadioPage(String name) {
        super(name, 0x1000);
        restIsUndocumented();
    }
}
