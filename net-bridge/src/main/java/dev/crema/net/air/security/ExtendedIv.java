package dev.crema.net.air.security;

import dev.crema.net.air.frame.Mpdu;

/** What the headers of CCMP and TKIP have in common (figures 12-14 and 12-19): key number, and the upper part of the packet number. */
final class ExtendedIv {
    /** Length of either header. */
    static final int LENGTH = 8;

    private static final int PRESENT = 0x20;

    private ExtendedIv() { }

    /** Whether a frame with a body of at least a header's length has it. */
    static boolean isIn(Mpdu mpdu) {
        return (mpdu.bytes()[mpdu.bodyOffset() + 3] & PRESENT) != 0;
    }

    /** Bits 47 to 16 of the packet number, in their place. */
    static long upper(Mpdu mpdu) {
        byte[] bytes = mpdu.bytes();
        int at = mpdu.bodyOffset();
        long upper = 0;
        for (int i = LENGTH - 1; i >= 4; i--) {
            upper = upper << 8 | bytes[at + i] & 0xFF;
        }
        return upper << 16;
    }

    /** Writes all but the first three bytes of a header. */
    static void put(byte[] out, int at, long packetNumber, int keyId) {
        out[at + 3] = (byte) (PRESENT | keyId << 6);
        for (int i = 4; i < LENGTH; i++) {
            out[at + i] = (byte) (packetNumber >>> 8 * (i - 2));
        }
    }
}
