package dev.crema.emulator.device;

/**
 * The header of an 802.11 frame (IEEE 802.11-2020, 9.2), looked at where it lies. Addresses are 48-bit numbers with the first byte
 * lowest, as the MAC's registers have them; what a short frame lacks reads as 0.
 */
final class MacHeader {
    static final int MANAGEMENT = 0;
    static final int CONTROL = 1;
    static final int DATA = 2;
    static final int BEACON = 8;
    static final long BROADCAST = 0xffff_ffff_ffffL;

    private static final int PS_POLL = 10;
    private static final int ACTION_NO_ACK = 14;
    private static final int QOS = 8;
    private static final int FIXED_LENGTH = 24;

    private final byte[] bytes;
    private final int start;
    private final int end;

    /** The header of the frame from {@code start} to the end of {@code bytes}. */
    MacHeader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    private int octet(int offset) {
        return start + offset < end ? bytes[start + offset] & 0xff : 0;
    }

    int type() {
        return octet(0) >>> 2 & 3;
    }

    int subtype() {
        return octet(0) >>> 4;
    }

    boolean is(int type, int subtype) {
        return type() == type && subtype() == subtype;
    }

    private boolean toDistributionSystem() {
        return (octet(1) & 1) != 0;
    }

    private boolean fromDistributionSystem() {
        return (octet(1) & 2) != 0;
    }

    boolean isProtected() {
        return (octet(1) & 0x40) != 0 && type() != CONTROL;
    }

    private boolean hasOrder() {
        return (octet(1) & 0x80) != 0;
    }

    boolean hasQos() {
        return type() == DATA && (subtype() & QOS) != 0;
    }

    boolean hasAddress4() {
        return type() == DATA && toDistributionSystem() && fromDistributionSystem();
    }

    /** Bytes of the header, with the QoS and HT control fields. */
    int length() {
        int length = FIXED_LENGTH + (hasAddress4() ? 6 : 0) + (hasQos() ? 2 : 0);
        return hasOrder() && (hasQos() || type() == MANAGEMENT) ? length + 4 : length;
    }

    private int qosOffset() {
        return FIXED_LENGTH + (hasAddress4() ? 6 : 0);
    }

    /** The traffic identifier, 0 without QoS. */
    int tid() {
        return hasQos() ? octet(qosOffset()) & 15 : 0;
    }

    /** Address 1, 2 or 3. */
    long address(int number) {
        long address = 0;
        for (int i = 5; i >= 0; i--) {
            address = address << 8 | octet(6 * number - 2 + i);
        }
        return address;
    }

    /** The address that says whose network the frame is of. */
    long bssid() {
        if (type() != DATA) {
            return address(3);
        }
        return address(toDistributionSystem() ? 1 : fromDistributionSystem() ? 2 : 3);
    }

    boolean isToGroup() {
        return (octet(4) & 1) != 0;
    }

    /** Whether the station that it is addressed to answers with an ACK. */
    boolean wantsAck() {
        if (isToGroup()) {
            return false;
        }
        return switch (type()) {
            case MANAGEMENT -> subtype() != ACTION_NO_ACK;
            case CONTROL -> subtype() == PS_POLL;
            case DATA -> !hasQos() || (octet(qosOffset()) >>> 5 & 3) == 0;
            default -> false;
        };
    }

    /** A 64-bit little-endian field of the body, such as a beacon's timestamp. */
    long field64(int offset) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | octet(length() + offset + i);
        }
        return value;
    }
}
