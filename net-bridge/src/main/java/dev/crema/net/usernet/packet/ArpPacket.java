package dev.crema.net.usernet.packet;

import dev.crema.net.ethernet.EthernetFrame;
import dev.crema.net.ethernet.MacAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An ARP packet for IPv4 on Ethernet: RFC 826.
 *
 * @param operation {@link #REQUEST} or {@link #REPLY}
 */
public record ArpPacket(int operation, MacAddress senderMac, Ipv4Address sender, MacAddress targetMac, Ipv4Address target) {
    /** Who has the target address? */
    public static final int REQUEST = 1;
    /** The sender has. */
    public static final int REPLY = 2;

    private static final int LENGTH = 28;
    private static final int ETHERNET = 1;

    /** Takes the payload of a frame apart; empty if it is not ARP for IPv4 on Ethernet. */
    public static Optional<ArpPacket> parse(byte[] payload) {
        if (payload.length < LENGTH) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        boolean known = bytes.getShort() == ETHERNET && bytes.getShort() == EthernetFrame.IPV4
                && bytes.get() == MacAddress.LENGTH && bytes.get() == Ipv4Address.BYTES;
        return known ? Optional.of(new ArpPacket(bytes.getShort(), MacAddress.get(bytes), Ipv4Address.get(bytes),
                MacAddress.get(bytes), Ipv4Address.get(bytes))) : Optional.empty();
    }

    /** The payload of a frame. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).putShort((short) ETHERNET).putShort((short) EthernetFrame.IPV4)
                .put((byte) MacAddress.LENGTH).put((byte) Ipv4Address.BYTES).putShort((short) operation);
        senderMac.put(bytes);
        sender.put(bytes);
        targetMac.put(bytes);
        target.put(bytes);
        return bytes.array();
    }
}
