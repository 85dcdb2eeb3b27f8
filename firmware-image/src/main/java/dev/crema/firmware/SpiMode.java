package dev.crema.firmware;

import java.util.Locale;
import java.util.Optional;

/** How the flash chip is read: {@code esp_image_spi_mode_t}; the ordinal is the code in the image header. */
public enum SpiMode {
    QIO,
    QOUT,
    DIO,
    DOUT,
    FAST_READ,
    SLOW_READ;

    /** The mode with this code in the image header. */
    public static Optional<SpiMode> of(int code) {
        return code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }

    /** The mode with the name that esptool's {@code --flash-mode} takes: {@code qio}, {@code qout}, {@code dio}, {@code dout}. */
    public static SpiMode parse(String name) {
        for (SpiMode mode : values()) {
            if (mode.ordinal() <= DOUT.ordinal() && mode.name().toLowerCase(Locale.ROOT).equals(name)) {
                return mode;
            }
        }
        throw new FirmwareException("\"%s\" is no flash mode; choose one of qio, qout, dio, dout.", name);
    }
}
