package dev.crema.emulator.chip;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * The board that is emulated: which chip, and what is soldered to it.
 *
 * @param revision of the chip
 * @param flashSize bytes of the SPI flash: 1, 2, 4, 8 or 16 MiB
 * @param psramSize bytes of the SPI RAM: 0, 2, 4 or 8 MiB
 * @param mac the factory MAC address in eFuse, base of all others
 * @param straps GPIO_STRAP as latched at reset: bit 0 GPIO5, 1 GPIO15, 2 GPIO4, 3 GPIO2, 4 GPIO0, 5 GPIO12
 */
public record Board(Revision revision, int flashSize, int psramSize, Mac mac, int straps) {
    private static final int MIB = 1 << 20;
    private static final int FLASH_BOOT = 0x13;

    /** An ESP32-WROVER: revision 3.1, 4 MiB of flash, 4 MiB of PSRAM, boots from flash. */
    public static final Board WROVER =
            new Board(new Revision(3, 1), 4 * MIB, 4 * MIB, Mac.parse("24:0A:C4:00:00:01"), FLASH_BOOT);

    /** Checks the sizes. */
    public Board {
        Objects.requireNonNull(revision);
        Objects.requireNonNull(mac);
        if (Integer.bitCount(flashSize) != 1 || flashSize < MIB || flashSize > 16 * MIB) {
            throw new IllegalArgumentException("flash size " + flashSize + " bytes: take 1, 2, 4, 8 or 16 MiB");
        }
        if (psramSize != 0 && (Integer.bitCount(psramSize) != 1 || psramSize < 2 * MIB || psramSize > 8 * MIB)) {
            throw new IllegalArgumentException("PSRAM size " + psramSize + " bytes: take 0, 2, 4 or 8 MiB");
        }
    }

    /**
     * Reads the size of a PSRAM chip as people write it: 0, 2M, 4M or 8M.
     *
     * @return in bytes
     * @throws IllegalArgumentException if it is something else
     */
    public static int psramSize(String text) {
        return switch (text.toUpperCase(Locale.ROOT).replaceAll("I?B$", "")) {
            case "0", "0M" -> 0;
            case "2M" -> 2 * MIB;
            case "4M" -> 4 * MIB;
            case "8M" -> 8 * MIB;
            default -> throw new IllegalArgumentException("'" + text + "' is none of 0, 2M, 4M, 8M");
        };
    }

    /** The same board with another flash chip. */
    public Board withFlashSize(int bytes) {
        return new Board(revision, bytes, psramSize, mac, straps);
    }

    /** The same board with another PSRAM chip, or none for 0. */
    public Board withPsramSize(int bytes) {
        return new Board(revision, flashSize, bytes, mac, straps);
    }

    /** The same board with another revision of the chip. */
    public Board withRevision(Revision chipRevision) {
        return new Board(chipRevision, flashSize, psramSize, mac, straps);
    }

    /** The same board with another MAC address. */
    public Board withMac(Mac address) {
        return new Board(revision, flashSize, psramSize, address, straps);
    }

    /** The same board with other levels at the strapping pins. */
    public Board withStraps(int levels) {
        return new Board(revision, flashSize, psramSize, mac, levels);
    }

    /**
     * A silicon revision.
     *
     * @param major 0 to 3
     * @param minor 0 to 3
     */
    public record Revision(int major, int minor) {
        /** Checks the range. */
        public Revision {
            if (major < 0 || major > 3 || minor < 0 || minor > 3) {
                throw new IllegalArgumentException(
                        "chip revision " + major + "." + minor + " does not exist: take 0.0, 1.0, 1.1, 2.0, 3.0 or 3.1");
            }
        }

        /** Reads {@code major.minor}. */
        public static Revision parse(String text) {
            if (!text.matches("[0-9]\\.[0-9]")) {
                throw new IllegalArgumentException("chip revision '" + text + "' is not of the form major.minor, such as 3.1");
            }
            return new Revision(text.charAt(0) - '0', text.charAt(2) - '0');
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    /**
     * A MAC address.
     *
     * @param value 48 bits, the first byte highest
     */
    public record Mac(long value) {
        /** Reads six hexadecimal bytes with colons. */
        public static Mac parse(String text) {
            if (!text.matches("(?i)([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
                throw new IllegalArgumentException("MAC address '" + text + "' is not of the form 24:0A:C4:00:00:01");
            }
            return new Mac(HexFormat.fromHexDigitsToLong(text.replace(":", "")));
        }

        /** Byte 0 to 5, the first as written. */
        public int octet(int index) {
            return (int) (value >>> 8 * (5 - index)) & 0xff;
        }

        @Override
        public String toString() {
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes());
        }

        private byte[] bytes() {
            byte[] octets = new byte[6];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = (byte) octet(i);
            }
            return octets;
        }
    }
}
