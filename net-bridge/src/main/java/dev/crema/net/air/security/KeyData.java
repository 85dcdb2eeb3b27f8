package dev.crema.net.air.security;

import dev.crema.emulator.device.Tkip;
import dev.crema.net.air.frame.Elements;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** The key data of a handshake's message: elements, and keys encapsulated like elements (section 12.7.2, KDEs). */
final class KeyData {
    private static final int VENDOR = 0xDD;
    /** The standard's own organization, and type 1: a group key. */
    private static final byte[] GTK = {0, 0x0F, (byte) 0xAC, 1};
    private static final int GTK_HEADER = 2 + GTK.length + 2;
    private static final int BLOCK = 8;
    private static final int SHORTEST = 16;

    private KeyData() { }

    /** A group key behind an element, or behind nothing, padded for AES key wrap. */
    static byte[] of(byte[] element, TemporalKey group) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(element);
        byte[] key = group.bytes();
        out.write(VENDOR);
        out.write(GTK.length + 2 + key.length);
        out.writeBytes(GTK);
        out.write(group.id());
        out.write(0);
        out.writeBytes(key);
        return padded(out.toByteArray());
    }

    private static byte[] padded(byte[] data) {
        if (data.length >= SHORTEST && data.length % BLOCK == 0) {
            return data;
        }
        byte[] padded = Arrays.copyOf(data, Math.max(SHORTEST, Math.ceilDiv(data.length, BLOCK) * BLOCK));
        padded[data.length] = (byte) VENDOR;
        return padded;
    }

    /** The group key in data that has been unwrapped. */
    static Optional<TemporalKey> group(byte[] data, long received) {
        for (int at = 0; at + 2 <= data.length; at += 2 + (data[at + 1] & 0xFF)) {
            int end = at + 2 + (data[at + 1] & 0xFF);
            boolean gtk = (data[at] & 0xFF) == VENDOR && end <= data.length && end - at >= GTK_HEADER
                    && Arrays.equals(data, at + 2, at + 2 + GTK.length, GTK, 0, GTK.length);
            int length = end - at - GTK_HEADER;
            if (gtk && (length == TemporalKey.LENGTH || length == Tkip.KEY)) {
                return Optional.of(new TemporalKey(Arrays.copyOfRange(data, at + GTK_HEADER, end), data[at + 6] & 3, received));
            }
        }
        return Optional.empty();
    }

    /** Contents of the RSN element in data that has been unwrapped. */
    static Optional<byte[]> rsn(byte[] data) {
        return new Elements(data, 0).find(Elements.RSN);
    }
}
