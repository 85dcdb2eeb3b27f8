package dev.crema.firmware;

import java.util.Arrays;
import java.util.Optional;

/** The chips an image can be for: {@code esp_chip_id_t} of ESP-IDF's {@code esp_app_format.h}. */
public enum ChipId {
    ESP32(0, "ESP32"),
    ESP32_S2(2, "ESP32-S2"),
    ESP32_C3(5, "ESP32-C3"),
    ESP32_S3(9, "ESP32-S3"),
    ESP32_C2(12, "ESP32-C2"),
    ESP32_C6(13, "ESP32-C6"),
    ESP32_H2(16, "ESP32-H2"),
    ESP32_P4(18, "ESP32-P4"),
    ESP32_C61(20, "ESP32-C61"),
    ESP32_C5(23, "ESP32-C5"),
    ESP32_H21(25, "ESP32-H21"),
    ESP32_H4(28, "ESP32-H4"),
    ESP32_E22(31, "ESP32-E22"),
    ESP32_S31(32, "ESP32-S31");

    private final int code;
    private final String chipName;

    ChipId(int code, String chipName) {
        this.code = code;
        this.chipName = chipName;
    }

    /** The number in the image header. */
    public int code() {
        return code;
    }

    /** The name Espressif uses, such as {@code ESP32-S3}. */
    public String chipName() {
        return chipName;
    }

    /** The chip with this number in the image header. */
    public static Optional<ChipId> of(int code) {
        return Arrays.stream(values()).filter(chip -> chip.code == code).findFirst();
    }
}
