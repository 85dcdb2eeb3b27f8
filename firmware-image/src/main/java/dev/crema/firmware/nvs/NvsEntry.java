package dev.crema.firmware.nvs;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.LittleEndian;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A key and its value. The constructors check what NVS demands of them.
 *
 * @param namespace 1 to 15 bytes
 * @param key 1 to 15 bytes
 * @param type a number, {@link NvsType#STRING} or {@link NvsType#BLOB}
 * @param value the number in little-endian order, the text without its NUL, or the bytes of the blob
 */
public record NvsEntry(String namespace, String key, NvsType type, ByteView value) {
    /** The longest key and namespace in bytes. */
    public static final int MAX_KEY = 15;

    public NvsEntry {
        checkKey(namespace, "namespace");
        checkKey(key, "key");
    }

    private static void checkKey(String name, String what) {
        if (!isName(name)) {
            throw new FirmwareException("\"%s\" is no NVS %s: it has %d bytes, not 1 to %d; choose another name.",
                    name, what, name.getBytes(StandardCharsets.UTF_8).length, MAX_KEY);
        }
    }

    /** Whether a text can be a namespace or a key. */
    static boolean isName(String text) {
        return !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY;
    }

    /**
     * A number.
     *
     * @param text in decimal, or in hexadecimal after {@code 0x}
     */
    public static NvsEntry number(String namespace, String key, NvsType type, String text) {
        String digits = text.strip();
        BigInteger value;
        try {
            value = digits.startsWith("0x") ? new BigInteger(digits.substring(2), 16) : new BigInteger(digits);
        } catch (NumberFormatException e) {
            throw new FirmwareException("NVS key \"%s\" has the value \"%s\", which is no number; correct it.", key, text);
        }
        int bits = 8 * type.width();
        BigInteger limit = BigInteger.ONE.shiftLeft(type.isSigned() ? bits - 1 : bits);
        BigInteger least = type.isSigned() ? limit.negate() : BigInteger.ZERO;
        if (value.compareTo(least) < 0 || value.compareTo(limit) >= 0) {
            throw new FirmwareException("NVS key \"%s\" has the value %s, which is no %s (%s to %s); correct it.",
                    key, value, type.encoding(), least, limit.subtract(BigInteger.ONE));
        }
        byte[] bytes = new byte[8];
        LittleEndian.putI64(bytes, 0, value.longValue());
        return new NvsEntry(namespace, key, type, ByteView.of(key, Arrays.copyOf(bytes, type.width())));
    }

    /** A text. */
    public static NvsEntry string(String namespace, String key, String text) {
        return new NvsEntry(namespace, key, NvsType.STRING, ByteView.of(key, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Bytes. */
    public static NvsEntry blob(String namespace, String key, byte[] bytes) {
        return new NvsEntry(namespace, key, NvsType.BLOB, ByteView.of(key, bytes));
    }

    /** The value as text: a number in decimal, a text as it is, a blob in hexadecimal. */
    public String valueText() {
        if (type == NvsType.STRING) {
            return value.text();
        }
        if (!type.isNumber()) {
            return HexFormat.of().formatHex(value.toArray());
        }
        byte[] bigEndian = new byte[type.width()];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = (byte) value.u8(bigEndian.length - 1 - i);
        }
        return (type.isSigned() ? new BigInteger(bigEndian) : new BigInteger(1, bigEndian)).toString();
    }

    /** Whether it has the same namespace and key. */
    boolean names(NvsEntry other) {
        return namespace.equals(other.namespace) && key.equals(other.key);
    }
}
