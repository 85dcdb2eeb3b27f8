package dev.crema.emulator.rom;

import java.util.function.IntUnaryOperator;

/** {@code <ctype.h>}: look-ups in the table of character classes, which applications read by themselves too. */
final class CtypeFunctions {
    /** {@code __ctype_ptr__}: a pointer to the table. */
    static final int CTYPE_POINTER = 0x3FF96350;
    /** {@code _ctype_}: a zero for EOF (-1), then the classes of the characters. */
    static final int CTYPE = 0x3FF96354;

    private static final int UPPER = 0x01;
    private static final int LOWER = 0x02;
    private static final int DIGIT = 0x04;
    private static final int SPACE = 0x08;
    private static final int PUNCTUATION = 0x10;
    private static final int CONTROL = 0x20;
    private static final int HEX_LETTER = 0x40;
    private static final int BLANK = 0x80;

    private CtypeFunctions() {
    }

    static void bind(Bindings rom) {
        rom.bind(0x40000F04, "int isalnum(int c)", classes(UPPER | LOWER | DIGIT));
        rom.bind(0x40000F18, "int isalpha(int c)", classes(UPPER | LOWER));
        rom.bind(0x40000F50, "int iscntrl(int c)", classes(CONTROL));
        rom.bind(0x40000F64, "int isdigit(int c)", classes(DIGIT));
        rom.bind(0x40000F94, "int isgraph(int c)", classes(PUNCTUATION | UPPER | LOWER | DIGIT));
        rom.bind(0x40000FA8, "int isprint(int c)", classes(PUNCTUATION | UPPER | LOWER | DIGIT | BLANK));
        rom.bind(0x40000FC0, "int ispunct(int c)", classes(PUNCTUATION));
        rom.bind(0x40000FD4, "int isspace(int c)", classes(SPACE));
        rom.bind(0x40000F2C, "int isblank(int c)",
                call -> call.result((classOf(call) & BLANK) != 0 || call.word(0) == '\t' ? 1 : 0));
        rom.bind(0x40000FE8, "int isupper(int c)", call -> call.result(isUpper(classOf(call)) ? 1 : 0));
        rom.bind(0x40000F78, "int islower(int c)", call -> call.result(isLower(classOf(call)) ? 1 : 0));
        rom.bind(0x40001868, "int tolower(int c)",
                call -> call.result(isUpper(classOf(call)) ? call.word(0) + 32 : call.word(0)));
        rom.bind(0x40001884, "int toupper(int c)",
                call -> call.result(isLower(classOf(call)) ? call.word(0) - 32 : call.word(0)));
        rom.bind(0x4000C20C, "int isascii(int c)",
                Abi.word(c -> Integer.compareUnsigned(c, 0x7F) <= 0 ? 1 : 0));
        rom.bind(0x4000C720, "int toascii(int c)", Abi.word(c -> c & 0x7F));
    }

    /** The table of {@link #CTYPE}: 257 octets. */
    static byte[] table() {
        byte[] table = new byte[257];
        IntUnaryOperator classOf = c -> {
            if (c >= 'A' && c <= 'Z') {
                return c <= 'F' ? UPPER | HEX_LETTER : UPPER;
            }
            if (c >= 'a' && c <= 'z') {
                return c <= 'f' ? LOWER | HEX_LETTER : LOWER;
            }
            if (c >= '0' && c <= '9') {
                return DIGIT;
            }
            if (c == ' ') {
                return SPACE | BLANK;
            }
            if (c < ' ' || c == 0x7F) {
                return c >= '\t' && c <= '\r' ? CONTROL | SPACE : CONTROL;
            }
            return c < 0x7F ? PUNCTUATION : 0;
        };
        for (int c = 0; c < 256; c++) {
            table[1 + c] = (byte) classOf.applyAsInt(c);
        }
        return table;
    }

    /** The lower case of an ASCII letter, and any other octet as it is. */
    static int toLower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /** The upper case of an ASCII letter, and any other octet as it is. */
    static int toUpper(int c) {
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    }

    private static RomFunction classes(int mask) {
        return call -> call.result(classOf(call) & mask);
    }

    /** The entry of the argument, whatever it is: an int beyond the table reads what lies there. */
    private static int classOf(Call call) {
        return call.memory().load8(call.memory().load32(CTYPE_POINTER) + 1 + call.word(0));
    }

    private static boolean isUpper(int classes) {
        return (classes & (UPPER | LOWER)) == UPPER;
    }

    private static boolean isLower(int classes) {
        return (classes & (UPPER | LOWER)) == LOWER;
    }
}
