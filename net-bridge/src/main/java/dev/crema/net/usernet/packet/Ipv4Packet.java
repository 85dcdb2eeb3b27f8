package dev.crema.net.usernet.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An IPv4 packet, or a fragment of one: RFC 791. Options are skipped and never sent.
 *
 * @param protocol of the payload, such as {@link #UDP}
 * @param timeToLive how many routers it may still pass
 */
public record Ipv4Packet(Ipv4Address source, Ipv4Address destination, int protocol, int timeToLive, Fragment fragment,
        byte[] payload) {
    /** Protocol number of ICMP. */
    public static final int ICMP = 1;
    /** Protocol number of TCP. */
    public static final int TCP = 6;
    /** Protocol number of UDP. */
    public static final int UDP = 17;
    /** Bytes of the header that is sent. */
    public static final int HEADER = 20;
    /** The most that fits into a packet. */
    public static final int LONGEST_PAYLOAD = 0xffff - HEADER;

    private static final int VERSION = 4;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_UNIT = 8;
    private static final int OFFSET_MASK = 0x1fff;
    private static final int DEFAULT_TIME_TO_LIVE = 64;
    private static final int CHECKSUM_AT = 10;

    /**
     * Which part of a packet this is.
     *
     * @param identification the same in all fragments of a packet
     * @param offset of the payload in the packet's, in bytes, a multiple of 8
     * @param more whether fragments follow behind this one
     */
    public record Fragment(int identification, int offset, boolean more) {
        /** A packet in one piece. */
        public static final Fragment WHOLE = new Fragment(0, 0, false);

        /** Whether the packet is in one piece. */
        public boolean isWhole() {
            return offset == 0 && !more;
        }
    }

    /** A packet in one piece. */
    public Ipv4Packet(Ipv4Address source, Ipv4Address destination, int protocol, byte[] payload) {
        this(source, destination, protocol, DEFAULT_TIME_TO_LIVE, Fragment.WHOLE, payload);
    }

    /** Takes the payload of a frame apart; empty if lengths or the header's checksum are wrong. */
    public static Optional<Ipv4Packet> parse(byte[] bytes) {
        if (bytes.length < HEADER || bytes[0] >>> 4 != VERSION) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int headerLength = (header.get() & 0xf) * Integer.BYTES;
        header.get();
        int length = Short.toUnsignedInt(header.getShort());
        if (headerLength < HEADER || length < headerLength || length > bytes.length
                || InternetChecksum.of(bytes, headerLength) != 0) {
            return Optional.empty();
        }
        int identification = Short.toUnsignedInt(header.getShort());
        int flags = header.getShort();
        Fragment fragment = new Fragment(identification, (flags & OFFSET_MASK) * OFFSET_UNIT, (flags & MORE_FRAGMENTS) != 0);
        int timeToLive = Byte.toUnsignedInt(header.get());
        int protocol = Byte.toUnsignedInt(header.get());
        header.getShort();
        return Optional.of(new Ipv4Packet(Ipv4Address.get(header), Ipv4Address.get(header), protocol, timeToLive, fragment,
                Arrays.copyOfRange(bytes, headerLength, length)));
    }

    /** The payload of a frame. */
    public byte[] toBytes() {
        int flags = fragment.offset / OFFSET_UNIT | (fragment.more ? MORE_FRAGMENTS : 0);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + payload.length)
                .putShort((short) ((VERSION << 4 | HEADER / Integer.BYTES) << Byte.SIZE))
                .putShort((short) (HEADER + payload.length))
                .putShort((short) fragment.identification).putShort((short) flags)
                .put((byte) timeToLive).put((byte) protocol).putShort((short) 0);
        source.put(bytes);
        destination.put(bytes);
        bytes.put(payload);
        return bytes.putShort(CHECKSUM_AT, (short) InternetChecksum.of(bytes.array(), HEADER)).array();
    }
}
