package dev.crema.net.usernet.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A resource record that answers a question about its own name.
 *
 * @param type {@link #A}, {@link #AAAA} or {@link #PTR}
 */
public record DnsRecord(int type, byte[] data) {
    /** An IPv4 address. */
    public static final int A = 1;
    /** The name of an address. */
    public static final int PTR = 12;
    /** An IPv6 address. */
    public static final int AAAA = 28;

    private static final int LONGEST_LABEL = 63;

    /** The name of an address. */
    public static DnsRecord pointer(String name) {
        ByteBuffer bytes = ByteBuffer.allocate(name.length() + 2);
        for (String label : name.split("\\.+")) {
            byte[] text = label.getBytes(StandardCharsets.ISO_8859_1);
            int length = Math.min(text.length, LONGEST_LABEL);
            bytes.put((byte) length).put(text, 0, length);
        }
        bytes.put((byte) 0);
        byte[] data = new byte[bytes.position()];
        bytes.flip().get(data);
        return new DnsRecord(PTR, data);
    }
}
