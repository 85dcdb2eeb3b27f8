package dev.crema.emulator.device;

import java.util.Arrays;

/**
 * The MAC's receive filters: for each of four interfaces, 0 the station's, 1 the access point's, 2 unused, 3 the sniffer's, an
 * address of its own, a BSSID, and what to let through beside.
 */
final class WifiFilters {
    private static final int INTERFACES = 4;
    private static final int STATION = 0;
    private static final int SNIFFER = 3;
    private static final int ENABLE = 1 << 16;
    private static final int PASS_ALL = 0x110;
    private static final int SNIFF = 1 << 15;

    private final Register[] bssidLow;
    private final Register[] bssidHigh;
    private final Register[] bssidMaskLow;
    private final Register[] bssidMaskHigh;
    private final Register[] addressLow;
    private final Register[] addressHigh;
    private final Register[] addressMaskLow;
    private final Register[] addressMaskHigh;
    private final Register[] control;
    private final Register[] controlFrames;

    WifiFilters(RegisterBlock block) {
        bssidLow = block.registers(0x000, 8, INTERFACES, "BSSID_LOW_");
        bssidHigh = block.registers(0x004, 8, INTERFACES, "BSSID_HIGH_");
        bssidMaskLow = block.registers(0x020, 8, INTERFACES, "BSSID_MASK_LOW_");
        bssidMaskHigh = block.registers(0x024, 8, INTERFACES, "BSSID_MASK_HIGH_");
        addressLow = block.registers(0x040, 8, INTERFACES, "RA_LOW_");
        addressHigh = block.registers(0x044, 8, INTERFACES, "RA_HIGH_");
        addressMaskLow = block.registers(0x060, 8, INTERFACES, "RA_MASK_LOW_");
        addressMaskHigh = block.registers(0x064, 8, INTERFACES, "RA_MASK_HIGH_");
        control = block.registers(0x0d8, 4, INTERFACES, "FILTER_CONTROL_");
        controlFrames = block.registers(0x0f8, 4, INTERFACES, "RX_CTRL_FILTER_");
    }

    /** The interfaces, bit by bit, for which a frame is to be received. */
    int accepting(MacHeader frame) {
        int interfaces = 0;
        for (int i = 0; i < SNIFFER; i++) {
            if (accepts(i, frame)) {
                interfaces |= 1 << i;
            }
        }
        boolean sniffed = (control[SNIFFER].get() & SNIFF) != 0
                && (frame.type() != MacHeader.CONTROL || passesControl(SNIFFER, frame));
        return sniffed ? interfaces | 1 << SNIFFER : interfaces;
    }

    private boolean accepts(int i, MacHeader frame) {
        if (frame.type() == MacHeader.CONTROL && !passesControl(i, frame)) {
            return false;
        }
        if (!frame.isToGroup()) {
            return hasAddress(i, frame.address(1));
        }
        boolean active = ((addressMaskHigh[i].get() | bssidMaskHigh[i].get()) & ENABLE) != 0;
        return active && ((control[i].get() & PASS_ALL) != 0 || isOfNetwork(i, frame));
    }

    /** Bits 31 to 23 stand for the subtypes of control frames, 15 to 7. */
    private boolean passesControl(int i, MacHeader frame) {
        return (controlFrames[i].get() >>> 16 & 1 << frame.subtype()) != 0;
    }

    private boolean hasAddress(int i, long address) {
        return matches(address, addressLow[i], addressHigh[i], addressMaskLow[i], addressMaskHigh[i]);
    }

    private boolean isOfNetwork(int i, MacHeader frame) {
        long bssid = frame.bssid();
        return (bssidMaskHigh[i].get() & ENABLE) != 0 && bssid == MacHeader.BROADCAST
                || matches(bssid, bssidLow[i], bssidHigh[i], bssidMaskLow[i], bssidMaskHigh[i]);
    }

    private static boolean matches(long address, Register low, Register high, Register maskLow, Register maskHigh) {
        return (maskHigh.get() & ENABLE) != 0 && ((address ^ word48(low, high)) & word48(maskLow, maskHigh)) == 0;
    }

    private static long word48(Register low, Register high) {
        return Integer.toUnsignedLong(low.get()) | (high.get() & 0xffffL) << 32;
    }

    /** Whether one of the radio's own addresses is the frame's receiver, so that it is acknowledged. */
    boolean isReceiver(MacHeader frame) {
        long receiver = frame.address(1);
        return !frame.isToGroup() && (hasAddress(0, receiver) || hasAddress(1, receiver) || hasAddress(2, receiver));
    }

    /** The radio's own addresses: of those filters that let one address through. */
    long[] addresses() {
        long[] addresses = new long[SNIFFER];
        int count = 0;
        for (int i = 0; i < SNIFFER; i++) {
            long mask = word48(addressMaskLow[i], addressMaskHigh[i]);
            if ((addressMaskHigh[i].get() & ENABLE) != 0 && mask == MacHeader.BROADCAST) {
                addresses[count++] = word48(addressLow[i], addressHigh[i]);
            }
        }
        return Arrays.copyOf(addresses, count);
    }

    /** Whether it is of the network that the station has joined. */
    boolean isOfStationsNetwork(MacHeader frame) {
        return frame.bssid() != MacHeader.BROADCAST && isOfNetwork(STATION, frame);
    }
}
