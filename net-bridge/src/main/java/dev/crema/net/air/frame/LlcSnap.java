package dev.crema.net.air.frame;

import dev.crema.net.ethernet.MacAddress;
import java.util.Arrays;
import java.util.Optional;

/** Data of the air and frames of Ethernet, one into the other (IEEE 802.11-2016, annex P; RFC 1042). */
public final class LlcSnap {
    /** Length of an Ethernet header: two addresses and a type. */
    public static final int ETHERNET_HEADER = 14;
    /** Length of the LLC and SNAP header with the type. */
    public static final int HEADER = 8;
    /** The type of EAPOL frames. */
    public static final int ETHERTYPE_EAPOL = 0x888E;

    /** An Ethernet frame's field is a type from here on, a length below. */
    private static final int FIRST_TYPE = 0x600;
    private static final int APPLETALK_ARP = 0x80F3;
    private static final int IPX = 0x8137;
    private static final byte[] RFC1042 = {(byte) 0xAA, (byte) 0xAA, 3, 0, 0, 0};
    private static final byte[] BRIDGE_TUNNEL = {(byte) 0xAA, (byte) 0xAA, 3, 0, 0, (byte) 0xF8};

    private LlcSnap() { }

    /** The Ethernet frame of the data that begins at an offset; empty if there is not even a header. */
    public static Optional<byte[]> toEthernet(MacAddress destination, MacAddress source, byte[] data, int offset) {
        int length = data.length - offset;
        if (length < HEADER) {
            return Optional.empty();
        }
        boolean snap = startsWith(data, offset, RFC1042) || startsWith(data, offset, BRIDGE_TUNNEL);
        int payload = snap ? offset + HEADER : offset;
        int type = snap ? u16(data, offset + 6) : length;
        byte[] frame = new byte[ETHERNET_HEADER + data.length - payload];
        destination.put(frame, 0);
        source.put(frame, MacAddress.LENGTH);
        frame[12] = (byte) (type >>> 8);
        frame[13] = (byte) type;
        System.arraycopy(data, payload, frame, ETHERNET_HEADER, data.length - payload);
        return Optional.of(frame);
    }

    /** What the air carries of an Ethernet frame of at least a header's length. */
    public static byte[] toAir(byte[] frame) {
        int type = u16(frame, 12);
        if (type < FIRST_TYPE) {
            return Arrays.copyOfRange(frame, ETHERNET_HEADER, Math.min(frame.length, ETHERNET_HEADER + type));
        }
        return of(type, Arrays.copyOfRange(frame, ETHERNET_HEADER, frame.length));
    }

    /** What the air carries of a payload of a type. */
    public static byte[] of(int type, byte[] payload) {
        byte[] data = Arrays.copyOf(type == APPLETALK_ARP || type == IPX ? BRIDGE_TUNNEL : RFC1042, HEADER + payload.length);
        data[6] = (byte) (type >>> 8);
        data[7] = (byte) type;
        System.arraycopy(payload, 0, data, HEADER, payload.length);
        return data;
    }

    /** Whether an EAPOL frame begins at an offset. */
    public static boolean isEapol(byte[] data, int offset) {
        return data.length - offset >= HEADER && startsWith(data, offset, RFC1042) && u16(data, offset + 6) == ETHERTYPE_EAPOL;
    }

    private static boolean startsWith(byte[] data, int offset, byte[] prefix) {
        return Arrays.equals(data, offset, offset + prefix.length, prefix, 0, prefix.length);
    }

    private static int u16(byte[] bytes, int offset) {
        return (bytes[offset] & 0xFF) << 8 | bytes[offset + 1] & 0xFF;
    }
}
