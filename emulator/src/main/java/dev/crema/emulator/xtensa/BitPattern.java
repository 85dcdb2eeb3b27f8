package dev.crema.emulator.xtensa;

/**
 * An encoding as the ISA manual draws it: bits from the most significant to the least, {@code 0} and {@code 1} where they are
 * fixed, letters where they belong to a field. {@code r}, {@code s} and {@code t} are the usual register fields; {@code w},
 * {@code x} and {@code y} select MAC16 registers; {@code i} is the immediate, {@code j} a second one. An immediate in two pieces
 * has its high piece drawn as {@code h}. Blanks only guide the eye.
 */
final class BitPattern {
    private final String drawn;
    private final int bits;
    private final int mask;
    private final int match;

    BitPattern(String drawn) {
        this.drawn = drawn;
        int count = 0;
        int fixed = 0;
        int ones = 0;
        for (int at = 0; at < drawn.length(); at++) {
            char bit = drawn.charAt(at);
            if (bit == ' ') {
                continue;
            }
            count++;
            fixed = fixed << 1 | (bit <= '1' ? 1 : 0);
            ones = ones << 1 | (bit == '1' ? 1 : 0);
        }
        if (count != 16 && count != 24) {
            throw new IllegalArgumentException("an instruction has 16 or 24 bits, not " + count + ": " + drawn);
        }
        bits = count;
        mask = fixed;
        match = ones;
    }

    /** Bytes of an instruction: 2 or 3. */
    int length() {
        return bits / 8;
    }

    /** The bits that are fixed. */
    int mask() {
        return mask;
    }

    /** The values of the fixed bits. */
    int match() {
        return match;
    }

    boolean matches(int word) {
        return (word & mask) == match;
    }

    /** Whether some instruction would match both. */
    boolean overlaps(BitPattern other) {
        int both = mask & other.mask;
        return bits == other.bits && (match & both) == (other.match & both);
    }

    /** The number of bits of a field; 0 if it does not occur. */
    int width(char letter) {
        int width = 0;
        for (int at = 0; at < drawn.length(); at++) {
            width += drawn.charAt(at) == letter ? 1 : 0;
        }
        return width;
    }

    /** The value of a field in an instruction word; 0 if it does not occur. */
    int extract(char letter, int word) {
        int value = 0;
        int bit = bits;
        for (int at = 0; at < drawn.length(); at++) {
            char drawnBit = drawn.charAt(at);
            if (drawnBit != ' ') {
                bit--;
                if (drawnBit == letter) {
                    value = value << 1 | word >>> bit & 1;
                }
            }
        }
        return value;
    }

    /** The bits that a value of a field occupies in an instruction word. */
    int insert(char letter, int value) {
        int word = 0;
        int bit = bits;
        int left = width(letter);
        for (int at = 0; at < drawn.length(); at++) {
            char drawnBit = drawn.charAt(at);
            if (drawnBit != ' ') {
                bit--;
                if (drawnBit == letter) {
                    left--;
                    word |= (value >>> left & 1) << bit;
                }
            }
        }
        return word;
    }

    @Override
    public String toString() {
        return drawn;
    }
}
