package dev.crema.net.usernet.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An ICMP message: RFC 792.
 *
 * @param type such as {@link #ECHO}
 * @param code what exactly, depending on the type
 * @param rest the second word of the header: identifier and sequence number of an echo
 */
public record IcmpMessage(int type, int code, int rest, byte[] payload) {
    /** The answer to an echo. */
    public static final int ECHO_REPLY = 0;
    /** A packet could not be delivered. */
    public static final int UNREACHABLE = 3;
    /** Asks for an {@link #ECHO_REPLY}. */
    public static final int ECHO = 8;
    /** Code of {@link #UNREACHABLE}: nobody has the address. */
    public static final int HOST = 1;
    /** Code of {@link #UNREACHABLE}: nobody listens at the port. */
    public static final int PORT = 3;
    /** Code of {@link #UNREACHABLE}: it is not allowed, RFC 1812, section 5.2.7.1. */
    public static final int PROHIBITED = 13;

    private static final int HEADER = 8;
    private static final int CHECKSUM_AT = 2;
    /** "The internet header plus the first 64 bits of the original datagram's data." */
    private static final int QUOTED = Ipv4Packet.HEADER + 8;

    /** Takes the payload of a packet apart; empty if it is too short or its checksum is wrong. */
    public static Optional<IcmpMessage> parse(byte[] bytes) {
        if (bytes.length < HEADER || InternetChecksum.of(bytes, bytes.length) != 0) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int type = Byte.toUnsignedInt(header.get());
        int code = Byte.toUnsignedInt(header.get());
        header.getShort();
        return Optional.of(new IcmpMessage(type, code, header.getInt(), Arrays.copyOfRange(bytes, HEADER, bytes.length)));
    }

    /** The answer to an echo. */
    public IcmpMessage echoReply() {
        return new IcmpMessage(ECHO_REPLY, 0, rest, payload);
    }

    /** Says that a packet could not be delivered. */
    public static IcmpMessage unreachable(int code, Ipv4Packet undelivered) {
        byte[] original = undelivered.toBytes();
        return new IcmpMessage(UNREACHABLE, code, 0, Arrays.copyOf(original, Math.min(original.length, QUOTED)));
    }

    /** The packet that carries the message. */
    public Ipv4Packet packet(Ipv4Address from, Ipv4Address to) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + payload.length)
                .put((byte) type).put((byte) code).putShort((short) 0).putInt(rest).put(payload);
        bytes.putShort(CHECKSUM_AT, (short) InternetChecksum.of(bytes.array(), bytes.capacity()));
        return new Ipv4Packet(from, to, Ipv4Packet.ICMP, bytes.array());
    }
}
