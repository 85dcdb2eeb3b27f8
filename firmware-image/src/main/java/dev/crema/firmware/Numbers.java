package dev.crema.firmware;

import java.util.Locale;
import java.util.OptionalLong;

/** Numbers as the tools of the field write them: decimal, {@code 0x} hexadecimal, with {@code K} and {@code M} suffixes. */
public final class Numbers {
    private Numbers() {
    }

    /** The value of a number that is not negative; empty if it is none, or larger than 2^32 - 1. */
    public static OptionalLong parse(String text) {
        String digits = text.strip().toLowerCase(Locale.ROOT);
        long unit = 1;
        if (digits.endsWith("k") || digits.endsWith("m")) {
            unit = digits.endsWith("k") ? 1 << 10 : 1 << 20;
            digits = digits.substring(0, digits.length() - 1);
        }
        boolean isHex = digits.startsWith("0x");
        try {
            long value = Integer.parseUnsignedInt(isHex ? digits.substring(2) : digits, isHex ? 16 : 10) & 0xffff_ffffL;
            return value * unit < 1L << 32 ? OptionalLong.of(value * unit) : OptionalLong.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }

    /** A size in M or K where it divides evenly, or in hexadecimal. */
    public static String size(int bytes) {
        if (bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "M";
        }
        return bytes % (1 << 10) == 0 ? (bytes >> 10) + "K" : "0x%x".formatted(bytes);
    }
}
