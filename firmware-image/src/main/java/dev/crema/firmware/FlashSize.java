package dev.crema.firmware;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The size of the flash chip: {@code esp_image_flash_size_t}; the ordinal is the code in the image header. */
public enum FlashSize {
    MB_1,
    MB_2,
    MB_4,
    MB_8,
    MB_16,
    MB_32,
    MB_64,
    MB_128;

    /** Number of bytes. */
    public int bytes() {
        return 1 << 20 + ordinal();
    }

    /** As esptool writes it: {@code 4MB}. */
    public String text() {
        return (1 << ordinal()) + "MB";
    }

    /** The size with this code in the image header. */
    public static Optional<FlashSize> of(int code) {
        return code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }

    /** The size with the name that esptool's {@code --flash-size} takes, such as {@code 4MB}. */
    public static FlashSize parse(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(size -> size.text().equals(upper)).findFirst().orElseThrow(() ->
                new FirmwareException("\"%s\" is no flash size; choose one of 1MB, 2MB, 4MB, 8MB, 16MB, 32MB, 64MB, 128MB.",
                        name));
    }
}
