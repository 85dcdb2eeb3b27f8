package dev.crema.net.usernet.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A TCP segment: RFC 9293, section 3.1.
 *
 * @param sequence of the first byte of the payload, or of SYN
 * @param acknowledgment the next byte expected, if {@link #ACK} is set
 * @param flags {@link #SYN} and its like
 * @param window how many bytes from the acknowledgment on the sender can take
 * @param longestSegment the option MSS, which comes with SYN
 */
public record TcpSegment(int sourcePort, int destinationPort, int sequence, int acknowledgment, int flags, int window,
        OptionalInt longestSegment, byte[] payload) {
    /** No more data from the sender. */
    public static final int FIN = 1;
    /** Synchronize sequence numbers. */
    public static final int SYN = 2;
    /** Reset the connection. */
    public static final int RST = 4;
    /** Push. */
    public static final int PSH = 8;
    /** The acknowledgment counts. */
    public static final int ACK = 16;

    private static final int HEADER = 20;
    private static final int CHECKSUM_AT = 16;
    private static final int ALL_FLAGS = 0x3f;
    private static final int DATA_OFFSET_SHIFT = 12;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOTHING = 1;
    private static final int OPTION_MSS = 2;
    private static final int OPTION_MSS_LENGTH = 4;

    /** Takes the payload of a packet apart; empty if its length or its checksum is wrong. */
    public static Optional<TcpSegment> parse(Ipv4Packet packet) {
        byte[] bytes = packet.payload();
        if (bytes.length < HEADER || InternetChecksum.of(packet.source(), packet.destination(), Ipv4Packet.TCP, bytes) != 0) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int sourcePort = Short.toUnsignedInt(header.getShort());
        int destinationPort = Short.toUnsignedInt(header.getShort());
        int sequence = header.getInt();
        int acknowledgment = header.getInt();
        int offsetAndFlags = Short.toUnsignedInt(header.getShort());
        int headerLength = (offsetAndFlags >>> DATA_OFFSET_SHIFT) * Integer.BYTES;
        if (headerLength < HEADER || headerLength > bytes.length) {
            return Optional.empty();
        }
        int window = Short.toUnsignedInt(header.getShort());
        return Optional.of(new TcpSegment(sourcePort, destinationPort, sequence, acknowledgment, offsetAndFlags & ALL_FLAGS,
                window, longestSegment(ByteBuffer.wrap(bytes, HEADER, headerLength - HEADER)),
                Arrays.copyOfRange(bytes, headerLength, bytes.length)));
    }

    private static OptionalInt longestSegment(ByteBuffer options) {
        while (options.hasRemaining()) {
            int kind = options.get();
            if (kind == OPTION_NOTHING) {
                continue;
            }
            if (kind == OPTION_END || !options.hasRemaining()) {
                break;
            }
            int length = Byte.toUnsignedInt(options.get());
            if (length < 2 || length - 2 > options.remaining()) {
                break;
            }
            if (kind == OPTION_MSS && length == OPTION_MSS_LENGTH) {
                return OptionalInt.of(Short.toUnsignedInt(options.getShort()));
            }
            options.position(options.position() + length - 2);
        }
        return OptionalInt.empty();
    }

    /** Whether a flag is set. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** How much of the sequence it takes: the payload, and one each for SYN and FIN. */
    public int length() {
        return payload.length + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
    }

    /** The packet that carries the segment. */
    public Ipv4Packet packet(Ipv4Address from, Ipv4Address to) {
        int headerLength = HEADER + (longestSegment.isPresent() ? OPTION_MSS_LENGTH : 0);
        ByteBuffer bytes = ByteBuffer.allocate(headerLength + payload.length)
                .putShort((short) sourcePort).putShort((short) destinationPort).putInt(sequence).putInt(acknowledgment)
                .putShort((short) (headerLength / Integer.BYTES << DATA_OFFSET_SHIFT | flags)).putShort((short) window)
                .putInt(0);
        longestSegment.ifPresent(most -> bytes.put((byte) OPTION_MSS).put((byte) OPTION_MSS_LENGTH).putShort((short) most));
        bytes.put(payload);
        bytes.putShort(CHECKSUM_AT, (short) InternetChecksum.of(from, to, Ipv4Packet.TCP, bytes.array()));
        return new Ipv4Packet(from, to, Ipv4Packet.TCP, bytes.array());
    }
}
