package dev.crema.net.ethernet;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An Ethernet II frame.
 *
 * @param type EtherType, such as {@link #IPV4}
 * @param payload at most 1,500 bytes, perhaps with padding behind what matters
 */
public record EthernetFrame(MacAddress destination, MacAddress source, int type, byte[] payload) {
    /** Bytes before the payload. */
    public static final int HEADER = 14;
    /** EtherType of IPv4. */
    public static final int IPV4 = 0x0800;
    /** EtherType of ARP. */
    public static final int ARP = 0x0806;

    /** Takes a frame apart; empty if it is too short or too long for one. */
    public static Optional<EthernetFrame> parse(byte[] frame) {
        if (frame.length < HEADER || frame.length > EthernetPort.LONGEST_FRAME) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        MacAddress destination = MacAddress.get(bytes);
        MacAddress source = MacAddress.get(bytes);
        int type = Short.toUnsignedInt(bytes.getShort());
        byte[] payload = new byte[bytes.remaining()];
        bytes.get(payload);
        return Optional.of(new EthernetFrame(destination, source, type, payload));
    }

    /** The frame as it is on the cable. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + payload.length);
        destination.put(bytes);
        source.put(bytes);
        bytes.putShort((short) type).put(payload);
        return bytes.array();
    }
}
