package dev.crema.net.ethernet;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * An address on a LAN.
 *
 * @param bits its 48 bits; the first byte on the wire is the most significant
 */
public record MacAddress(long bits) {
    /** Its length in bytes. */
    public static final int LENGTH = 6;
    /** Everybody. */
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
    private static final long GROUP = 1L << 40;

    /** Reads an address. */
    public static MacAddress get(ByteBuffer from) {
        return new MacAddress(Short.toUnsignedLong(from.getShort()) << 32 | Integer.toUnsignedLong(from.getInt()));
    }

    /** Writes the address. */
    public void put(ByteBuffer to) {
        to.putShort((short) (bits >>> 32)).putInt((int) bits);
    }

    /** Whether it is broadcast or multicast, not one station. */
    public boolean isGroup() {
        return (bits & GROUP) != 0;
    }

    @Override
    public String toString() {
        return COLONS.formatHex(ByteBuffer.allocate(Long.BYTES).putLong(bits).array(), Long.BYTES - LENGTH, Long.BYTES);
    }
}
