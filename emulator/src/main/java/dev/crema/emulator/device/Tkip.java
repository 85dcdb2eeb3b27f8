package dev.crema.emulator.device;

import java.util.Arrays;
import java.util.zip.CRC32;
import org.bouncycastle.crypto.engines.RC4Engine;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * TKIP with one key (IEEE 802.11-2020, 12.5.2): a Michael code of 8 bytes, a check value of 4, and RC4 with a key for each frame.
 * Access points of ESP-IDF up to 4.1 use it for groups, also in networks of WPA2.
 *
 * <p>The key is of 32 bytes: 16 of the temporal key, 8 for the Michael code of what is received, 8 for that of what is sent. So drivers
 * write it: a station the key of its group as it comes, an access point with both codes exchanged.
 */
public final class Tkip implements FrameCipher {
    /** Bytes of a key. */
    public static final int KEY = 32;
    /** Bytes between a frame's header and its body. */
    public static final int HEADER = 8;
    /** Bytes behind a frame's body. */
    public static final int TRAILER = Michael.LENGTH + 4;

    private static final int CHECK_VALUE = TRAILER - Michael.LENGTH;
    private static final int TEMPORAL_KEY = 16;
    private static final int RECEIVING = TEMPORAL_KEY;
    private static final int SENDING = RECEIVING + Michael.LENGTH;

    private final byte[] key;
    private final RC4Engine rc4 = new RC4Engine();

    /** TKIP with a key of {@link #KEY} bytes. */
    public Tkip(byte[] key) {
        this.key = key.clone();
    }

    @Override
    public boolean isComplete(MacHeader header, int length) {
        return length >= header.length() + HEADER + TRAILER;
    }

    @Override
    public void encrypt(byte[] bytes, int start, int end) {
        int body = new MacHeader(bytes, start, end).length() + start + HEADER;
        put(michael(SENDING, bytes, start, body, end - TRAILER), bytes, end - TRAILER);
        put(checkValue(bytes, body, end - CHECK_VALUE), bytes, end - CHECK_VALUE);
        crypt(bytes, start, body, end);
    }

    @Override
    public boolean decrypt(byte[] bytes, int start, int end) {
        int body = new MacHeader(bytes, start, end).length() + start + HEADER;
        crypt(bytes, start, body, end);
        return matches(checkValue(bytes, body, end - CHECK_VALUE), bytes, end - CHECK_VALUE)
                && matches(michael(RECEIVING, bytes, start, body, end - TRAILER), bytes, end - TRAILER);
    }

    private static void put(byte[] code, byte[] bytes, int at) {
        System.arraycopy(code, 0, bytes, at, code.length);
    }

    private static boolean matches(byte[] code, byte[] bytes, int at) {
        return Arrays.equals(code, 0, code.length, bytes, at, at + code.length);
    }

    /** Of destination, source, priority and body. */
    private byte[] michael(int michaelKey, byte[] bytes, int start, int from, int to) {
        MacHeader header = new MacHeader(bytes, start, to);
        boolean toDs = (bytes[start + 1] & 1) != 0;
        boolean fromDs = (bytes[start + 1] & 2) != 0;
        int destination = start + (toDs ? 16 : 4);
        int source = start + (!fromDs ? 10 : toDs ? 24 : 16);
        Michael code = new Michael(key, michaelKey);
        code.update(bytes, destination, destination + 6);
        code.update(bytes, source, source + 6);
        code.update(header.tid());
        code.update(0);
        code.update(0);
        code.update(0);
        code.update(bytes, from, to);
        return code.finish();
    }

    private static byte[] checkValue(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        int value = (int) crc.getValue();
        return new byte[] {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
    }

    private void crypt(byte[] bytes, int start, int body, int end) {
        rc4.init(true, new KeyParameter(frameKey(bytes, start + 10, body - HEADER)));
        rc4.processBytes(bytes, body, end - body, bytes, body);
    }

    // ---- The key of a frame (12.5.2.5) ----

    /**
     * The key of a frame.
     *
     * @param transmitter where its address lies
     * @param header where the header of the cipher lies
     */
    byte[] frameKey(byte[] bytes, int transmitter, int header) {
        int low = (bytes[header] & 0xff) << 8 | bytes[header + 2] & 0xff;
        int[] mixed = {word(bytes, header + 4), word(bytes, header + 6),
            word(bytes, transmitter), word(bytes, transmitter + 2), word(bytes, transmitter + 4), 0};
        phase1(mixed);
        phase2(mixed, low);
        byte[] frameKey = new byte[TEMPORAL_KEY];
        frameKey[0] = (byte) (low >>> 8);
        frameKey[1] = (byte) ((low >>> 8 | 0x20) & 0x7f);
        frameKey[2] = (byte) low;
        frameKey[3] = (byte) ((mixed[5] ^ word(key, 0)) >>> 1);
        for (int i = 0; i < mixed.length; i++) {
            frameKey[4 + 2 * i] = (byte) mixed[i];
            frameKey[5 + 2 * i] = (byte) (mixed[i] >>> 8);
        }
        return frameKey;
    }

    private void phase1(int[] mixed) {
        for (int i = 0; i < 8; i++) {
            int half = 2 * (i & 1);
            for (int j = 0; j < 5; j++) {
                int previous = mixed[(j + 4) % 5];
                mixed[j] = mixed[j] + substitute(previous ^ word(key, 4 * (j % 4) + half)) & 0xffff;
            }
            mixed[4] = mixed[4] + i & 0xffff;
        }
    }

    private void phase2(int[] mixed, int low) {
        mixed[5] = mixed[4] + low & 0xffff;
        for (int i = 0; i < 6; i++) {
            mixed[i] = mixed[i] + substitute(mixed[(i + 5) % 6] ^ word(key, 2 * i)) & 0xffff;
        }
        for (int i = 0; i < 6; i++) {
            int previous = mixed[(i + 5) % 6] ^ (i < 2 ? word(key, 12 + 2 * i) : 0);
            mixed[i] = mixed[i] + (previous >>> 1 | previous << 15) & 0xffff;
        }
    }

    /** The substitution of 16 bits, made of that of AES: twice and three times its image, in the field of AES. */
    private static int substitute(int value) {
        return half(value) ^ Short.toUnsignedInt(Short.reverseBytes((short) half(value >>> 8)));
    }

    private static int half(int value) {
        int image = AesCipher.box((byte) value) & 0xff;
        int twice = image << 1 ^ (image >>> 7) * 0x11b;
        return twice << 8 | twice ^ image;
    }

    private static int word(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }
}
