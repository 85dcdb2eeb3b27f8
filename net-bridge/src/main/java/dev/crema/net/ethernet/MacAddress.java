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

    /** The address in six bytes of an array. */
    public static MacAddress of(byte[] bytes, int offset) {
        return get(ByteBuffer.wrap(bytes, offset, LENGTH));
    }

    /** Reads an address. */
    public static MacAddress get(ByteBuffer from) {
        return new MacAddress(Short.toUnsignedLong(from.getShort()) << 32 | Integer.toUnsignedLong(from.getInt()));
    }

    /** Writes the address. */
    public void put(ByteBuffer to) {
        to.putShort((short) (bits >>> 32)).putInt((int) bits);
    }

    /** Writes the address into six bytes of an array. */
    public void put(byte[] bytes, int offset) {
        put(ByteBuffer.wrap(bytes, offset, LENGTH));
    }

    /** The six bytes. */
    public byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        put(bytes, 0);
        return bytes;
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
