package dev.crema.net.air.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The name of a network: up to 32 bytes, mostly UTF-8. */
public final class Ssid {
    /** Most bytes in a name. */
    public static final int LONGEST = 32;
    /** No name: in a probe request it means any network. */
    public static final Ssid WILDCARD = new Ssid(new byte[0]);

    private final byte[] bytes;

    private Ssid(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A name from text.
     *
     * @throws IllegalArgumentException if it is longer than 32 bytes of UTF-8
     */
    public static Ssid of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes).orElseThrow(() -> new IllegalArgumentException(
                "SSID '" + text + "' has " + bytes.length + " bytes, at most " + LONGEST + " are allowed"));
    }

    /** A name from the contents of its element; empty if it is too long. */
    public static Optional<Ssid> of(byte[] bytes) {
        return bytes.length > LONGEST ? Optional.empty() : Optional.of(new Ssid(bytes.clone()));
    }

    /** The bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether it is {@link #WILDCARD}. */
    public boolean isWildcard() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ssid ssid && Arrays.equals(bytes, ssid.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The text, or hexadecimal digits if the bytes are no printable text. */
    @Override
    public String toString() {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean printable = text.codePoints().noneMatch(c -> c < ' ' || c == 0x7F || c == 0xFFFD);
        return printable ? text : "0x" + HexFormat.of().formatHex(bytes);
    }
}
