package dev.crema.firmware;

import java.util.Arrays;
import java.util.Optional;

/** The clock of the flash chip: {@code esp_image_spi_freq_t} of the ESP32. */
public enum SpiFrequency {
    MHZ_80(0xf, 80),
    MHZ_40(0, 40),
    MHZ_26(1, 26),
    MHZ_20(2, 20);

    private final int code;
    private final int megahertz;

    SpiFrequency(int code, int megahertz) {
        this.code = code;
        this.megahertz = megahertz;
    }

    /** The low nibble of byte 3 of the image header. */
    public int code() {
        return code;
    }

    /** The frequency in MHz; 26 stands for 80 MHz / 3. */
    public int megahertz() {
        return megahertz;
    }

    /** As esptool writes it: {@code 40m}. */
    public String text() {
        return megahertz + "m";
    }

    /** The frequency with this code in the image header. */
    public static Optional<SpiFrequency> of(int code) {
        return Arrays.stream(values()).filter(frequency -> frequency.code == code).findFirst();
    }

    /** The frequency with the name that esptool's {@code --flash-freq} takes, such as {@code 40m}. */
    public static SpiFrequency parse(String name) {
        return Arrays.stream(values()).filter(frequency -> frequency.text().equals(name)).findFirst().orElseThrow(() ->
                new FirmwareException("\"%s\" is no flash frequency of the ESP32; choose one of 80m, 40m, 26m, 20m.", name));
    }
}
