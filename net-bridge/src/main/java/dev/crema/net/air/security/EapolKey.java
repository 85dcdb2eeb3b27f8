package dev.crema.net.air.security;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * An EAPOL-Key frame of RSN (section 12.7.2): the messages of the handshakes.
 *
 * @param version of IEEE 802.1X, in the first byte
 * @param info key information: the flags below and the version of the descriptor
 * @param keyLength of the cipher's key in bytes, or 0
 * @param replay counter, by which an answer names its question
 * @param nonce 32 bytes
 * @param rsc number of the last packet sent to the group
 * @param data key data, wrapped if {@link #ENCRYPTED}
 */
public record EapolKey(int version, int info, int keyLength, long replay, byte[] nonce, long rsc, byte[] data) {
    /** Descriptor version 2: HMAC-SHA1-128 and AES key wrap. */
    static final int VERSION_2 = 2;
    /** Descriptor version 3: AES-128-CMAC and AES key wrap. */
    static final int VERSION_3 = 3;
    /** Descriptor version 0: what the suite says, which for SAE is that of version 3. */
    static final int VERSION_OF_SUITE = 0;
    static final int PAIRWISE = 0x0008;
    static final int INSTALL = 0x0040;
    static final int ACK = 0x0080;
    static final int MIC_PRESENT = 0x0100;
    static final int SECURE = 0x0200;
    static final int ERROR = 0x0400;
    static final int REQUEST = 0x0800;
    static final int ENCRYPTED = 0x1000;

    static final int NONCE = 32;
    static final byte[] NO_NONCE = new byte[NONCE];
    static final byte[] NO_DATA = {};

    private static final int TYPE_KEY = 3;
    private static final int DESCRIPTOR_RSN = 2;
    private static final int HEADER = 4;
    private static final int FIXED = 95;
    private static final int INFO_OFFSET = 5;
    private static final int MIC_OFFSET = 81;
    private static final int MIC = 16;
    private static final int VERSION_MASK = 7;
    private static final Set<Integer> VERSIONS = Set.of(VERSION_OF_SUITE, VERSION_2, VERSION_3);

    /** Reads a frame; empty if it is cut off, something else of EAPOL, or of another descriptor. */
    public static Optional<EapolKey> parse(byte[] frame) {
        if (frame.length < HEADER + FIXED || frame[1] != TYPE_KEY || frame[HEADER] != DESCRIPTOR_RSN) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(frame);
        int length = in.getShort(2) & 0xFFFF;
        int dataLength = in.getShort(HEADER + FIXED - 2) & 0xFFFF;
        int info = in.getShort(INFO_OFFSET) & 0xFFFF;
        if (length < FIXED + dataLength || frame.length < HEADER + length || !VERSIONS.contains(info & VERSION_MASK)) {
            return Optional.empty();
        }
        byte[] nonce = new byte[NONCE];
        in.get(17, nonce);
        byte[] data = new byte[dataLength];
        in.get(HEADER + FIXED, data);
        // Of all numbers the packet number alone is little-endian.
        return Optional.of(new EapolKey(frame[0] & 0xFF, info, in.getShort(7) & 0xFFFF, in.getLong(9), nonce,
                Long.reverseBytes(in.getLong(65)), data));
    }

    /** Whether all of some flags are set. */
    boolean has(int flags) {
        return (info & flags) == flags;
    }

    /** The version of the descriptor. */
    int descriptor() {
        return info & VERSION_MASK;
    }

    /** Which message of which handshake it is. */
    public String title() {
        boolean fromAccessPoint = has(ACK);
        if (has(PAIRWISE)) {
            boolean later = fromAccessPoint ? has(MIC_PRESENT) : has(SECURE);
            return "4-way message " + (fromAccessPoint ? later ? 3 : 1 : later ? 4 : 2);
        }
        return "group key message " + (fromAccessPoint ? 1 : 2);
    }

    /** The frame without integrity check. */
    byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + FIXED + data.length);
        out.put((byte) version).put((byte) TYPE_KEY).putShort((short) (FIXED + data.length));
        out.put((byte) DESCRIPTOR_RSN).putShort((short) info).putShort((short) keyLength).putLong(replay).put(nonce);
        out.putLong(65, Long.reverseBytes(rsc));
        out.putShort(HEADER + FIXED - 2, (short) data.length).put(HEADER + FIXED, data);
        return out.array();
    }

    /** The frame with the integrity check that a key gives. */
    byte[] bytes(byte[] confirmationKey) {
        byte[] frame = bytes();
        System.arraycopy(mic(confirmationKey, frame), 0, frame, MIC_OFFSET, MIC);
        return frame;
    }

    /** Whether the integrity check of a frame that was read is the one that a key gives. */
    static boolean isSound(byte[] frame, byte[] confirmationKey) {
        byte[] exact = Arrays.copyOf(frame, HEADER + ((frame[2] & 0xFF) << 8 | frame[3] & 0xFF));
        byte[] blank = exact.clone();
        Arrays.fill(blank, MIC_OFFSET, MIC_OFFSET + MIC, (byte) 0);
        return Arrays.equals(exact, MIC_OFFSET, MIC_OFFSET + MIC, mic(confirmationKey, blank), 0, MIC);
    }

    private static byte[] mic(byte[] confirmationKey, byte[] frame) {
        if ((frame[INFO_OFFSET + 1] & VERSION_MASK) == VERSION_2) {
            return Arrays.copyOf(HmacSha1.of(confirmationKey, frame), MIC);
        }
        CMac cmac = new CMac(AESEngine.newInstance());
        cmac.init(new KeyParameter(confirmationKey));
        cmac.update(frame, 0, frame.length);
        byte[] mic = new byte[MIC];
        cmac.doFinal(mic, 0);
        return mic;
    }
}
