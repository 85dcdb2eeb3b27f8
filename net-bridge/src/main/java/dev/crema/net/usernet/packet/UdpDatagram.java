package dev.crema.net.usernet.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A UDP datagram: RFC 768. */
public record UdpDatagram(int sourcePort, int destinationPort, byte[] payload) {
    /** The most that fits into a datagram. */
    public static final int LONGEST_PAYLOAD = Ipv4Packet.LONGEST_PAYLOAD - UdpDatagram.HEADER;

    private static final int HEADER = 8;
    private static final int CHECKSUM_AT = 6;

    /** Takes the payload of a packet apart; empty if its length or its checksum, where it has one, is wrong. */
    public static Optional<UdpDatagram> parse(Ipv4Packet packet) {
        byte[] bytes = packet.payload();
        if (bytes.length < HEADER) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int sourcePort = Short.toUnsignedInt(header.getShort());
        int destinationPort = Short.toUnsignedInt(header.getShort());
        int length = Short.toUnsignedInt(header.getShort());
        boolean summed = header.getShort() != 0;
        if (length < HEADER || length > bytes.length) {
            return Optional.empty();
        }
        byte[] datagram = Arrays.copyOf(bytes, length);
        if (summed && InternetChecksum.of(packet.source(), packet.destination(), Ipv4Packet.UDP, datagram) != 0) {
            return Optional.empty();
        }
        return Optional.of(new UdpDatagram(sourcePort, destinationPort, Arrays.copyOfRange(datagram, HEADER, length)));
    }

    /** The packet that carries a datagram. */
    public static Ipv4Packet packet(Endpoint from, Endpoint to, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + payload.length)
                .putShort((short) from.port()).putShort((short) to.port())
                .putShort((short) (HEADER + payload.length)).putShort((short) 0)
                .put(payload);
        int checksum = InternetChecksum.of(from.address(), to.address(), Ipv4Packet.UDP, bytes.array());
        // "If the computed checksum is zero, it is transmitted as all ones": zero means none.
        bytes.putShort(CHECKSUM_AT, (short) (checksum == 0 ? 0xffff : checksum));
        return new Ipv4Packet(from.address(), to.address(), Ipv4Packet.UDP, bytes.array());
    }
}
