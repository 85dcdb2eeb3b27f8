package dev.crema.firmware;

/** The CRC-32 of the ESP32's mask ROM, which otadata and NVS use: the usual polynomial, reflected, with a seed. */
public final class Crc32 {
    private static final int POLYNOMIAL = 0xEDB8_8320;
    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            int value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = value >>> 1 ^ (value & 1) * POLYNOMIAL;
            }
            TABLE[i] = value;
        }
    }

    private Crc32() {
    }

    /**
     * The ROM's {@code crc32_le}.
     *
     * @param seed inverted before use; 0 gives the CRC of zip and Ethernet
     */
    public static int le(int seed, ByteView bytes) {
        int crc = ~seed;
        for (int i = 0; i < bytes.size(); i++) {
            crc = crc >>> 8 ^ TABLE[(crc ^ bytes.u8(i)) & 0xff];
        }
        return ~crc;
    }
}
