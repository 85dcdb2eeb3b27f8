package dev.crema.net.iroh.ticket;

import java.util.Arrays;
import java.util.Optional;

/** Base 32 of RFC 4648 without padding, five bits to a character. */
enum Base32 {
    /** The alphabet of section 6: ids and tickets. */
    STANDARD("abcdefghijklmnopqrstuvwxyz234567"),
    /** The "extended hex" alphabet of section 7: the names that a ticket's id has in TLS. */
    EXTENDED_HEX("0123456789abcdefghijklmnopqrstuv");

    private static final int BITS = 5;

    private final String alphabet;
    private final int[] values = new int[128];

    Base32(String alphabet) {
        this.alphabet = alphabet;
        Arrays.fill(values, -1);
        for (int value = 0; value < alphabet.length(); value++) {
            values[alphabet.charAt(value)] = value;
            values[Character.toUpperCase(alphabet.charAt(value))] = value;
        }
    }

    String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * Byte.SIZE + BITS - 1) / BITS);
        int pending = 0;
        int count = 0;
        for (byte octet : bytes) {
            pending = pending << Byte.SIZE | octet & 0xff;
            count += Byte.SIZE;
            while (count >= BITS) {
                count -= BITS;
                text.append(alphabet.charAt(pending >>> count & 31));
            }
            pending &= (1 << count) - 1;
        }
        if (count > 0) {
            text.append(alphabet.charAt(pending << BITS - count & 31));
        }
        return text.toString();
    }

    /** The bytes of a text in upper or lower case; empty if a character, the length or the unused last bits are wrong. */
    Optional<byte[]> decode(String text) {
        byte[] bytes = new byte[(int) ((long) text.length() * BITS / Byte.SIZE)];
        int pending = 0;
        int count = 0;
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= values.length || values[character] < 0) {
                return Optional.empty();
            }
            pending = pending << BITS | values[character];
            count += BITS;
            if (count >= Byte.SIZE) {
                count -= Byte.SIZE;
                bytes[length++] = (byte) (pending >>> count);
                pending &= (1 << count) - 1;
            }
        }
        return count < BITS && pending == 0 ? Optional.of(bytes) : Optional.empty();
    }
}
