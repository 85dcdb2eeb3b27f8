package dev.crema.net.iroh;

/**
 * Looks at what of a QUIC packet is not encrypted (RFC 9000, section 17), before Kwik does: there, a length that does not fit ends
 * the connection, although anybody can send a datagram. Packets of other versions than 1 are none that this profile can use.
 */
final class PacketGate {
    private static final int LONG_HEADER = 0x80;
    private static final int FIXED_BIT = 0x40;
    private static final int INITIAL = 0;
    private static final int RETRY = 3;
    private static final int VERSION_1 = 1;
    private static final int MAX_CONNECTION_ID = 20;
    private static final int TAG = 16;
    /**
     * "An endpoint MUST discard packets that are not long enough to contain a complete sample" (RFC 9001, section 5.4.2), which takes
     * 16 bytes, 4 bytes after the packet number begins.
     */
    private static final int SHORTEST_PAYLOAD = 4 + TAG;

    private final byte[] datagram;
    private int offset;

    private PacketGate(byte[] datagram) {
        this.datagram = datagram;
    }

    /** How many bytes at the beginning of a datagram are whole packets; none if it begins with something else. */
    static int admitted(byte[] datagram) {
        PacketGate gate = new PacketGate(datagram);
        int admitted = 0;
        while (gate.offset < datagram.length && gate.passPacket()) {
            admitted = gate.offset;
        }
        return admitted;
    }

    /** The length of the first packet of an admitted datagram; others may follow it. */
    static int firstPacket(byte[] datagram) {
        PacketGate gate = new PacketGate(datagram);
        gate.passPacket();
        return gate.offset;
    }

    private boolean passPacket() {
        int first = datagram[offset++];
        if ((first & FIXED_BIT) == 0) {
            return false;
        }
        if ((first & LONG_HEADER) == 0) {
            return pass(SHORTEST_PAYLOAD) && pass(left());
        }
        int type = first >> 4 & 3;
        if (number(4) != VERSION_1 || !passConnectionId() || !passConnectionId()) {
            return false;
        }
        if (type == RETRY) {
            return pass(TAG) && pass(left());
        }
        if (type == INITIAL && !pass(variableLengthInteger())) {
            return false;
        }
        long length = variableLengthInteger();
        return length >= SHORTEST_PAYLOAD && pass(length);
    }

    private boolean passConnectionId() {
        long length = number(1);
        return length <= MAX_CONNECTION_ID && pass(length);
    }

    /** A number whose first two bits say how long it is (section 16); -1 if it is not there. */
    private long variableLengthInteger() {
        if (left() == 0) {
            return -1;
        }
        int size = 1 << (datagram[offset] >> 6 & 3);
        long value = number(size);
        return value < 0 ? -1 : value & (1L << size * Byte.SIZE - 2) - 1;
    }

    /** A big-endian number of at most 8 bytes, of which the first bit is lost if it has 8; -1 if it is not there. */
    private long number(int size) {
        if (left() < size) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << Byte.SIZE | datagram[offset++] & 0xff;
        }
        return value & Long.MAX_VALUE;
    }

    private boolean pass(long length) {
        if (length < 0 || length > left()) {
            return false;
        }
        offset += (int) length;
        return true;
    }

    private int left() {
        return datagram.length - offset;
    }
}
