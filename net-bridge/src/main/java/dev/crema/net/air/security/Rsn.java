package dev.crema.net.air.security;

import dev.crema.net.air.frame.Elements;
import dev.crema.net.air.frame.StatusCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/** The element of robust secure networks (section 9.4.2.25): which ciphers, and how to agree on keys. */
public final class Rsn {
    private static final int CCMP = 0x00_0F_AC_04;
    private static final int PSK = 0x00_0F_AC_02;
    private static final int VERSION = 1;
    private static final int GROUP_OFFSET = 2;

    /** Contents: version 1, CCMP for groups and pairs, a pre-shared key, no capabilities. */
    private static final byte[] WPA2_PSK = HexFormat.of().parseHex(
            "0100" + "000fac04" + "0100000fac04" + "0100000fac02" + "0000");

    private Rsn() { }

    /** Contents of the element of a WPA2-PSK network with CCMP. */
    public static byte[] wpa2Psk() {
        return WPA2_PSK.clone();
    }

    /** Contents of the element of a station that joins a network: its group cipher, and otherwise as {@link #wpa2Psk}. */
    public static byte[] accepting(byte[] offered) {
        byte[] accepted = wpa2Psk();
        System.arraycopy(offered, GROUP_OFFSET, accepted, GROUP_OFFSET, Integer.BYTES);
        return accepted;
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
        return isOne(in, PSK) ? StatusCode.SUCCESS : StatusCode.INVALID_AKMP;
    }

    /** Whether a list of suites holds one only, and which. */
    private static boolean isOne(ByteBuffer in, int suite) {
        return in.remaining() >= 6 && in.getShort() == 1 && suite(in) == suite;
    }

    private static int suite(ByteBuffer in) {
        return Integer.reverseBytes(in.getInt());
    }

    /** Whether a network with this element can be joined with a pre-shared key and CCMP for what is sent to one station. */
    public static boolean isJoinable(byte[] offered) {
        ByteBuffer in = ByteBuffer.wrap(offered).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 6 || in.getShort() != VERSION) {
            return false;
        }
        suite(in);
        return isAmong(in, CCMP) && isAmong(in, PSK);
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
