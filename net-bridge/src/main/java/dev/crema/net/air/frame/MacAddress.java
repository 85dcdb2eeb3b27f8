package dev.crema.net.air.frame;

import java.util.Locale;

/**
 * An address of a station, of an access point, or of a group of them.
 *
 * @param bits the six bytes, the first of them in bits 47 to 40
 */
public record MacAddress(long bits) {
    /** Its length in bytes. */
    public static final int LENGTH = 6;
    /** All stations. */
    public static final MacAddress BROADCAST = new MacAddress(0xFFFF_FFFF_FFFFL);

    /** The address in six bytes of an array. */
    public static MacAddress of(byte[] bytes, int offset) {
        long bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            bits = bits << 8 | bytes[offset + i] & 0xFF;
        }
        return new MacAddress(bits);
    }

    /** Writes the address into six bytes of an array. */
    public void put(byte[] bytes, int offset) {
        for (int i = 0; i < LENGTH; i++) {
            bytes[offset + i] = (byte) (bits >>> 40 - 8 * i);
        }
    }

    /** The six bytes. */
    public byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        put(bytes, 0);
        return bytes;
    }

    /** Whether it stands for many: broadcast or multicast. */
    public boolean isGroup() {
        return (bits >>> 40 & 1) != 0;
    }

    /** As in {@code 24:0a:c4:00:00:01}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(shift == 40 ? "" : ":").append(String.format(Locale.ROOT, "%02x", bits >>> shift & 0xFF));
        }
        return text.toString();
    }
}
