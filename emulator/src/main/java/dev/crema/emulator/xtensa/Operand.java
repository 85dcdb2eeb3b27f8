package dev.crema.emulator.xtensa;

import java.util.Locale;

/** An operand of the assembler's notation, and the field that encodes it. */
sealed interface Operand {
    /** A register that a field selects. */
    record Register(RegisterFile file, char field) implements Operand {
        /** The number of the register for a value of the field. */
        int number(int value) {
            return file.first(field) + value * file.stride();
        }
    }

    /** An immediate; {@code field} is {@code i} or {@code j}. */
    record Constant(Immediate kind, char field) implements Operand { }

    /** The registers that operands can name. */
    enum RegisterFile {
        /** The window's address registers. */
        AR('a', 1),
        /** Floating point. */
        FR('f', 1),
        /** Booleans. */
        BR('b', 1),
        /** Four neighbouring booleans. */
        BR4('b', 4),
        /** Eight neighbouring booleans. */
        BR8('b', 8),
        /** MAC16 data. */
        MR('m', 1);

        private final char letter;
        private final int stride;

        RegisterFile(char letter, int stride) {
            this.letter = letter;
            this.stride = stride;
        }

        char letter() {
            return letter;
        }

        int stride() {
            return stride;
        }

        /** MAC16's x operand is m0 or m1, its y operand m2 or m3. */
        private int first(char field) {
            return this == MR && field == 'y' ? 2 : 0;
        }
    }

    /**
     * An operand by its notation: {@code as} is the AR that field s selects, {@code fr}, {@code bt}, {@code mx} likewise,
     * {@code bs4} four booleans; all else is the name of an immediate.
     *
     * @param immediates how many immediates came before
     */
    static Operand of(String notation, int immediates) {
        if (notation.length() == 2) {
            return new Register(file(notation), notation.charAt(1));
        }
        if (notation.startsWith("bs")) {
            return new Register(notation.endsWith("4") ? RegisterFile.BR4 : RegisterFile.BR8, 's');
        }
        return new Constant(Immediate.valueOf(notation.toUpperCase(Locale.ROOT)), immediates == 0 ? 'i' : 'j');
    }

    private static RegisterFile file(String notation) {
        return switch (notation.charAt(0)) {
            case 'a' -> RegisterFile.AR;
            case 'f' -> RegisterFile.FR;
            case 'b' -> RegisterFile.BR;
            case 'm' -> RegisterFile.MR;
            default -> throw new IllegalArgumentException("no register file for " + notation);
        };
    }
}
