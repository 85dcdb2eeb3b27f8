package dev.crema.net.air.security;

import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.StatusCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The element of robust secure networks (section 9.4.2.25): which ciphers, and how to agree on keys. */
public final class Rsn {
    private static final int CCMP = 0x00_0F_AC_04;
    private static final int VERSION = 1;
    private static final int GROUP_OFFSET = 2;
    /** Of the only one, in an element of ours. */
    private static final int AKM_OFFSET = 14;
    private static final int CAPABILITIES_OFFSET = 18;
    private static final int PROTECTION_REQUIRED = 0x40;
    private static final int PROTECTION_CAPABLE = 0x80;

    /** Contents: version 1, CCMP for groups and pairs, a pre-shared key, no capabilities. */
    private static final byte[] WPA2_PSK = HexFormat.of().parseHex(
            "0100" + "000fac04" + "0100000fac04" + "0100000fac02" + "0000");

    private Rsn() { }

    /** Contents of the element of a WPA2-PSK network with CCMP. */
    public static byte[] wpa2Psk() {
        return WPA2_PSK.clone();
    }

    /**
     * Contents of the element of a station that joins a network: its group cipher, CCMP, a suite that it offers, and protected
     * management frames if it {@linkplain #requiresProtection insists}.
     */
    public static byte[] accepting(byte[] offered, Akm akm) {
        byte[] accepted = wpa2Psk();
        System.arraycopy(offered, GROUP_OFFSET, accepted, GROUP_OFFSET, Integer.BYTES);
        ByteBuffer.wrap(accepted).putInt(AKM_OFFSET, akm.suite());
        accepted[CAPABILITIES_OFFSET] = (byte) (requiresProtection(offered) ? PROTECTION_CAPABLE : 0);
        return accepted;
    }

    /** Whether a network wants management frames to be protected. */
    public static boolean requiresProtection(byte[] offered) {
        ByteBuffer in = ByteBuffer.wrap(offered).order(ByteOrder.LITTLE_ENDIAN);
        in.position(Math.min(in.limit(), GROUP_OFFSET + Integer.BYTES));
        for (int list = 0; list < 2; list++) {
            int length = in.remaining() >= 2 ? Integer.BYTES * (in.getShort() & 0xFFFF) : 0;
            in.position(Math.min(in.limit(), in.position() + length));
        }
        return in.hasRemaining() && (in.get() & PROTECTION_REQUIRED) != 0;
    }

    /** The whole element with these contents. */
    static byte[] element(byte[] contents) {
        byte[] element = new byte[2 + contents.length];
        element[0] = Elements.RSN;
        element[1] = (byte) contents.length;
        System.arraycopy(contents, 0, element, 2, contents.length);
        return element;
    }

    /** The status with which a WPA2-PSK network answers a station that wants this. */
    public static int judge(Optional<byte[]> wanted) {
        ByteBuffer in = ByteBuffer.wrap(wanted.orElse(new byte[0])).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 6 || in.getShort() != VERSION) {
            return StatusCode.INVALID_ELEMENT;
        }
        if (suite(in) != CCMP) {
            return StatusCode.INVALID_GROUP_CIPHER;
        }
        if (!isOne(in, CCMP)) {
            return StatusCode.INVALID_PAIRWISE_CIPHER;
        }
        return isOne(in, Akm.PSK.suite()) ? StatusCode.SUCCESS : StatusCode.INVALID_AKMP;
    }

    /** Whether a list of suites holds one only, and which. */
    private static boolean isOne(ByteBuffer in, int suite) {
        return in.remaining() >= 6 && in.getShort() == 1 && suite(in) == suite;
    }

    private static int suite(ByteBuffer in) {
        return Integer.reverseBytes(in.getInt());
    }

    /** How a network with this element can be joined with a password and CCMP for what is sent to one station; empty if not at all. */
    public static Optional<Akm> joinable(byte[] offered) {
        return Arrays.stream(Akm.values()).filter(akm -> offers(offered, akm.suite())).findFirst();
    }

    private static boolean offers(byte[] offered, int akm) {
        ByteBuffer in = ByteBuffer.wrap(offered).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 6 || in.getShort() != VERSION) {
            return false;
        }
        suite(in);
        return isAmong(in, CCMP) && isAmong(in, akm);
    }

    private static boolean isAmong(ByteBuffer in, int suite) {
        boolean found = false;
        if (in.remaining() >= 2) {
            int count = in.getShort() & 0xFFFF;
            for (int i = 0; i < count && in.remaining() >= 4; i++) {
                found |= suite(in) == suite;
            }
        }
        return found;
    }
}
