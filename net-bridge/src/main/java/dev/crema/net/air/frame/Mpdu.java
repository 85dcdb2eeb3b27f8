package dev.crema.net.air.frame;

import dev.crema.net.ethernet.MacAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A frame as it was sent, without the frame check sequence; its header is complete and of a known kind, and nothing is known of
 * its body (IEEE 802.11-2016, section 9.2.3).
 */
public final class Mpdu {
    /** Length of the header of a management frame, and of a data frame between a station and its access point, in bytes. */
    public static final int HEADER = 24;
    /** The bit of frame control's second byte that marks a repeated frame. */
    public static final int RETRY = 0x08;
    /** The bit of frame control's second byte that tells of an encrypted body. */
    public static final int PROTECTED = 0x40;

    static final int TO_DS = 0x01;
    static final int FROM_DS = 0x02;
    static final int MORE_FRAGMENTS = 0x04;
    static final int POWER_MANAGEMENT = 0x10;
    static final int MORE_DATA = 0x20;
    private static final int ORDER = 0x80;

    private final byte[] bytes;
    private final FrameKind kind;
    private final int header;

    private Mpdu(byte[] bytes, FrameKind kind, int header) {
        this.bytes = bytes;
        this.kind = kind;
        this.header = header;
    }

    /** Reads a header; empty if it is cut off or of no known kind. */
    public static Optional<Mpdu> parse(byte[] bytes) {
        if (bytes.length < 2) {
            return Optional.empty();
        }
        return FrameKind.of(bytes[0]).map(kind -> new Mpdu(bytes, kind, headerLength(kind, bytes[1])))
                .filter(mpdu -> bytes.length >= mpdu.header);
    }

    private static int headerLength(FrameKind kind, int flags) {
        if (kind.isControl()) {
            return kind == FrameKind.ACK || kind == FrameKind.CTS ? 10 : 16;
        }
        int length = HEADER;
        if (kind.isData() && (flags & (TO_DS | FROM_DS)) == (TO_DS | FROM_DS)) {
            length += MacAddress.LENGTH;
        }
        if (kind.isQos()) {
            length += 2;
        }
        // An HT control field follows if the order bit says so; in data frames without QoS it means something else.
        boolean htControl = (flags & ORDER) != 0 && (kind.isManagement() || kind.isQos());
        return htControl ? length + 4 : length;
    }

    /** The whole frame; not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Type and subtype. */
    public FrameKind kind() {
        return kind;
    }

    /** Where the body begins; for a protected frame, the header of its encryption. */
    public int bodyOffset() {
        return header;
    }

    /** A copy of the body. */
    public byte[] body() {
        return Arrays.copyOfRange(bytes, header, bytes.length);
    }

    /** Whether it goes from a station to an access point. */
    public boolean toDs() {
        return flag(TO_DS);
    }

    /** Whether it goes from an access point to a station. */
    public boolean fromDs() {
        return flag(FROM_DS);
    }

    /** Whether it is a part of something longer that others follow. */
    public boolean moreFragments() {
        return flag(MORE_FRAGMENTS);
    }

    /** Whether it has been sent before. */
    public boolean retry() {
        return flag(RETRY);
    }

    /** Whether its sender is going to doze. */
    public boolean powerManagement() {
        return flag(POWER_MANAGEMENT);
    }

    /** Whether its sender has more for a receiver who dozes. */
    public boolean moreData() {
        return flag(MORE_DATA);
    }

    /** Whether its body is encrypted. */
    public boolean isProtected() {
        return flag(PROTECTED);
    }

    private boolean flag(int bit) {
        return (bytes[1] & bit) != 0;
    }

    /** The duration field, or the association's number in a PS-Poll. */
    public int duration() {
        return u16(2);
    }

    /** Address 1: who is to receive it. */
    public MacAddress receiver() {
        return MacAddress.of(bytes, 4);
    }

    /** Address 2: who sent it; not in an ACK or CTS. */
    public MacAddress transmitter() {
        return MacAddress.of(bytes, 10);
    }

    /** Address 3; not in a control frame. */
    public MacAddress address3() {
        return MacAddress.of(bytes, 16);
    }

    /** Sequence number in bits 15 to 4 and number of the fragment; not in a control frame. */
    public int sequenceControl() {
        return u16(22);
    }

    /** The first byte of the QoS control field with the traffic's identifier in bits 3 to 0; 0 in frames without. */
    public int qosControl() {
        return kind.isQos() ? bytes[toDs() && fromDs() ? HEADER + MacAddress.LENGTH : HEADER] & 0xFF : 0;
    }

    private int u16(int offset) {
        return bytes[offset] & 0xFF | (bytes[offset + 1] & 0xFF) << 8;
    }
}
