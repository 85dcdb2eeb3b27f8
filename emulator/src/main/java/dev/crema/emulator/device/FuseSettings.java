package dev.crema.emulator.device;

/**
 * What is burnt into a chip's fuses when it leaves the factory.
 *
 * @param mac the factory MAC address in its low 48 bits, the first byte highest: 24:0A:C4:00:00:01 is 0x240AC4000001
 * @param revision of the chip, 100 times the major plus the minor number: 0, 100, 101, 200, 300, 301 …
 * @param chipPackage 0 D0WDQ6, 1 D0WD (of a WROVER module), 2 D2WD, 4 U4WDH, 5 PICO-D4, 6 PICO-V3-02, 7 D0WDR2-V3
 * @param flashVoltage what sets the voltage of the flash
 */
public record FuseSettings(long mac, int revision, int chipPackage, FlashVoltage flashVoltage) {
    private static final int MOST_MINOR = 3;

    /** What sets VDD_SDIO. */
    public enum FlashVoltage {
        /** The strapping pin MTDI. */
        BY_STRAP(0),
        /** 1.8 V: XPD_SDIO_REG and SDIO_FORCE. */
        V1_8(1 << 14 | 1 << 16),
        /** 3.3 V: XPD_SDIO_REG, SDIO_TIEH and SDIO_FORCE. */
        V3_3(1 << 14 | 1 << 15 | 1 << 16);

        private final int bits;

        FlashVoltage(int bits) {
            this.bits = bits;
        }
    }

    /** Checks that fuses can express the values. */
    public FuseSettings {
        if (mac >>> 48 != 0) {
            throw new IllegalArgumentException("MAC address 0x" + Long.toHexString(mac) + " has more than 48 bits");
        }
        if (revision < 0 || revision / 100 > 3 || revision % 100 > MOST_MINOR) {
            throw new IllegalArgumentException(
                    "no ESP32 has revision " + revision + ": majors are 0 to 3, minors 0 to " + MOST_MINOR);
        }
        if (chipPackage < 0 || chipPackage > 15) {
            throw new IllegalArgumentException("chip package " + chipPackage + " is not a four-bit code");
        }
    }

    /** The major revision: 0 to 3. */
    public int majorRevision() {
        return revision / 100;
    }

    /** The words of block 0. */
    int[] block0() {
        int major = majorRevision();
        int[] words = new int[7];
        words[1] = (int) mac;
        words[2] = (int) (mac >>> 32) | crc8() << 16;
        words[3] = (chipPackage >>> 3 & 1) << 2 | (chipPackage & 7) << 9 | (major >= 1 ? 1 << 15 : 0);
        words[4] = flashVoltage.bits;
        words[5] = (major >= 2 ? 1 << 20 : 0) | revision % 100 << 24;
        return words;
    }

    /** x⁸+x⁵+x⁴+1, reflected, over the six bytes of the address (ESP-IDF, esp_crc8). */
    private int crc8() {
        int crc = 0;
        for (int shift = 40; shift >= 0; shift -= 8) {
            crc ^= (int) (mac >>> shift) & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x8c : crc >>> 1;
            }
        }
        return crc;
    }
}
