package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Memory;
import java.util.Arrays;

/** The functions of {@code <string.h>} that end at a NUL, as newlib has them. */
final class StringFunctions {
    /** About the instructions that the loops of these functions take for a character. */
    private static final int PER_CHARACTER = 6;
    /** strlen, strcmp and strcpy work by words. */
    private static final int PER_CHARACTER_BY_WORDS = 2;
    /** Characters after which a search that may take quadratic time lets interrupts in. */
    private static final int SEARCH_STEP = 4096;

    private StringFunctions() {
    }

    static void bind(Bindings rom) {
        rom.bind(0x400014C0, "size_t strlen(const char *s)", StringFunctions::strlen);
        rom.bind(0x4000C628, "size_t strnlen(const char *s, size_t n)", StringFunctions::strnlen);
        rom.bind(0x40001274, "int strcmp(const char *a, const char *b)", StringFunctions::strcmp);
        rom.bind(0x40001398, "int strcoll(const char *a, const char *b)", StringFunctions::strcmp);
        rom.bind(0x4000C5F4, "int strncmp(const char *a, const char *b, size_t n)", StringFunctions::strncmp);
        rom.bind(0x400011CC, "int strcasecmp(const char *a, const char *b)", StringFunctions::strcasecmp);
        rom.bind(0x40001550, "int strncasecmp(const char *a, const char *b, size_t n)", StringFunctions::strncasecmp);
        rom.bind(0x400013AC, "char *strcpy(char *to, const char *from)", StringFunctions::strcpy);
        rom.bind(0x400015D4, "char *strncpy(char *to, const char *from, size_t n)", StringFunctions::strncpy);
        rom.bind(0x4000C518, "char *strcat(char *to, const char *from)", StringFunctions::strcat);
        rom.bind(0x4000C5C4, "char *strncat(char *to, const char *from, size_t n)", StringFunctions::strncat);
        rom.bind(0x4000C584, "size_t strlcpy(char *to, const char *from, size_t size)", StringFunctions::strlcpy);
        rom.bind(0x40001470, "size_t strlcat(char *to, const char *from, size_t size)", StringFunctions::strlcat);
        rom.bind(0x4000C53C, "char *strchr(const char *s, int c)", StringFunctions::strchr);
        rom.bind(0x40001708, "char *strrchr(const char *s, int c)", StringFunctions::strrchr);
        rom.bind(0x4000C558, "size_t strcspn(const char *s, const char *reject)", StringFunctions::strcspn);
        rom.bind(0x4000C648, "size_t strspn(const char *s, const char *accept)", StringFunctions::strspn);
        rom.bind(0x4000C674, "char *strstr(const char *s, const char *word)", StringFunctions::strstr);
        rom.bind(0x40001210, "char *strcasestr(const char *s, const char *word)", StringFunctions::strcasestr);
        rom.bind(0x40001524, "char *strlwr(char *s)", StringFunctions::strlwr);
        rom.bind(0x4000174C, "char *strupr(char *s)", StringFunctions::strupr);
        rom.bind(0x4000C6A8, "char *__strtok_r(char *s, const char *delimiters, char **rest, int skip)",
                StringFunctions::strtokSkipping);
        rom.bind(0x4000C70C, "char *strtok_r(char *s, const char *delimiters, char **rest)", StringFunctions::strtok);
        rom.bind(0x40001734, "char *strsep(char **rest, const char *delimiters)", StringFunctions::strsep);
    }

    /** The length of a string. It is read by words, so an even one in instruction memory can be measured. */
    static int length(Memory memory, int s) {
        if ((s & 1) != 0 && memory.load8(s) == 0) {
            return 0;
        }
        int even = s + (s & 1);
        int at = even & ~3;
        // What lies before the string in its first word is made no NUL.
        int word = memory.load32(at) | ((even & 2) != 0 ? 0xFFFF : 0);
        while (true) {
            // The classic test for a zero octet; the lowest bit set marks the first one.
            int zeros = word - 0x01010101 & ~word & 0x80808080;
            if (zeros != 0) {
                return at - s + (Integer.numberOfTrailingZeros(zeros) >>> 3);
            }
            at += 4;
            word = memory.load32(at);
        }
    }

    private static void strlen(Call call) {
        int length = length(call.memory(), call.word(0));
        call.charge((long) length * PER_CHARACTER_BY_WORDS);
        call.result(length);
    }

    private static void strnlen(Call call) {
        Memory memory = call.memory();
        int s = call.word(0);
        int limit = call.word(1);
        int length = 0;
        while (length != limit && memory.load8(s + length) != 0) {
            length++;
        }
        call.charge((long) length * PER_CHARACTER);
        call.result(length);
    }

    private static void strcmp(Call call) {
        Memory memory = call.memory();
        int a = call.word(0);
        int b = call.word(1);
        int i = 0;
        int c;
        int difference;
        do {
            c = memory.load8(a + i);
            difference = c - memory.load8(b + i);
            i++;
        } while (difference == 0 && c != 0);
        call.charge((long) i * PER_CHARACTER_BY_WORDS);
        call.result(difference);
    }

    private static void strncmp(Call call) {
        Memory memory = call.memory();
        int a = call.word(0);
        int b = call.word(1);
        int limit = call.word(2);
        int difference = 0;
        int i = 0;
        while (i != limit) {
            int c = memory.load8(a + i);
            difference = c - memory.load8(b + i);
            i++;
            if (difference != 0 || c == 0) {
                break;
            }
        }
        call.charge((long) i * PER_CHARACTER);
        call.result(difference);
    }

    private static void strcasecmp(Call call) {
        call.result(compareIgnoringCase(call, call.word(0), call.word(1), -1));
    }

    private static void strncasecmp(Call call) {
        call.result(compareIgnoringCase(call, call.word(0), call.word(1), call.word(2)));
    }

    /** Compares two strings in lower case. */
    private static int compareIgnoringCase(Call call, int a, int b, int limit) {
        Memory memory = call.memory();
        int difference = 0;
        int i = 0;
        while (i != limit) {
            int c = CtypeFunctions.toLower(memory.load8(a + i));
            difference = c - CtypeFunctions.toLower(memory.load8(b + i));
            i++;
            if (difference != 0 || c == 0) {
                break;
            }
        }
        call.charge((long) i * 3 * PER_CHARACTER);
        return difference;
    }

    private static void strcpy(Call call) {
        int length = copy(call.memory(), call.word(0), call.word(1));
        call.charge((long) length * PER_CHARACTER_BY_WORDS);
    }

    /** Copies a string with its NUL and returns its length. */
    private static int copy(Memory memory, int to, int from) {
        int i = 0;
        while (true) {
            int c = memory.load8(from + i);
            memory.store8(to + i, c);
            if (c == 0) {
                return i;
            }
            i++;
        }
    }

    private static void strncpy(Call call) {
        Memory memory = call.memory();
        int to = call.word(0);
        int from = call.word(1);
        int size = call.word(2);
        int i = 0;
        int c = 1;
        while (i != size && c != 0) {
            c = memory.load8(from + i);
            memory.store8(to + i, c);
            i++;
        }
        while (i != size) {
            memory.store8(to + i, 0);
            i++;
        }
        call.charge((size & 0xFFFFFFFFL) * PER_CHARACTER_BY_WORDS);
    }

    private static void strcat(Call call) {
        Memory memory = call.memory();
        int to = call.word(0);
        int end = length8(memory, to);
        int length = copy(memory, to + end, call.word(1));
        call.charge((long) (end + length) * PER_CHARACTER);
    }

    private static void strncat(Call call) {
        Memory memory = call.memory();
        int to = call.word(0);
        int from = call.word(1);
        int limit = call.word(2);
        int end = to + length8(memory, to);
        int i = 0;
        while (i != limit) {
            int c = memory.load8(from + i);
            memory.store8(end + i, c);
            if (c == 0) {
                break;
            }
            i++;
            if (i == limit) {
                memory.store8(end + i, 0);
            }
        }
        call.charge((long) (end - to + i) * PER_CHARACTER);
    }

    private static void strlcpy(Call call) {
        Memory memory = call.memory();
        int to = call.word(0);
        int from = call.word(1);
        int room = call.word(2);
        int i = 0;
        int c = 1;
        while (c != 0 && Integer.compareUnsigned(i + 1, room) < 0) {
            c = memory.load8(from + i);
            memory.store8(to + i, c);
            i++;
        }
        if (c != 0) {
            if (room != 0) {
                memory.store8(to + i, 0);
            }
            do {
                c = memory.load8(from + i);
                i++;
            } while (c != 0);
        }
        call.charge((long) i * PER_CHARACTER);
        call.result(i - 1);
    }

    private static void strlcat(Call call) {
        Memory memory = call.memory();
        int to = call.word(0);
        int from = call.word(1);
        int size = call.word(2);
        int end = 0;
        while (end != size && memory.load8(to + end) != 0) {
            end++;
        }
        int room = size - end;
        if (room == 0) {
            int length = length(memory, from);
            call.charge((long) (end + length) * PER_CHARACTER);
            call.result(end + length);
            return;
        }
        int i = 0;
        int at = to + end;
        int c = memory.load8(from);
        while (c != 0) {
            if (room != 1) {
                memory.store8(at, c);
                room--;
                at++;
            }
            i++;
            c = memory.load8(from + i);
        }
        memory.store8(at, 0);
        call.charge((long) (end + i) * PER_CHARACTER);
        call.result(end + i);
    }

    private static void strchr(Call call) {
        int found = find(call, call.word(0), call.octet(1));
        call.result(found);
    }

    /** The first place of a character in a string, its NUL included, or 0. */
    private static int find(Call call, int s, int character) {
        Memory memory = call.memory();
        int at = s;
        int c = memory.load8(at);
        while (c != character && c != 0) {
            at++;
            c = memory.load8(at);
        }
        call.charge((long) (at - s) * PER_CHARACTER);
        return c == character ? at : 0;
    }

    private static void strrchr(Call call) {
        int s = call.word(0);
        // strchr gets the whole int and uses its low octet, but the test for NUL is made on the int.
        if (call.word(1) == 0) {
            call.result(find(call, s, 0));
            return;
        }
        int last = 0;
        int found = find(call, s, call.octet(1));
        while (found != 0) {
            last = found;
            found = find(call, found + 1, call.octet(1));
        }
        call.result(last);
    }

    private static void strcspn(Call call) {
        call.result(span(call, false));
    }

    private static void strspn(Call call) {
        call.result(span(call, true));
    }

    /** The length of the part of a string that has only members, or only others, of a set of characters. */
    private static int span(Call call, boolean members) {
        Memory memory = call.memory();
        int s = call.word(0);
        int set = call.word(1);
        byte[] inSet = call.scratch();
        int i = 0;
        int c = memory.load8(s);
        if (c != 0) {
            Arrays.fill(inSet, 0, 256, (byte) 0);
            int size = 0;
            for (int member = memory.load8(set); member != 0; member = memory.load8(set + size)) {
                inSet[member] = 1;
                size++;
            }
            while (c != 0 && inSet[c] != 0 == members) {
                i++;
                c = memory.load8(s + i);
            }
        }
        call.charge((long) i * 2 * PER_CHARACTER);
        return i;
    }

    private static void strstr(Call call) {
        Memory memory = call.memory();
        int s = call.word(0);
        int word = call.word(1);
        if (memory.load8(s) == 0) {
            call.result(memory.load8(word) == 0 ? s : 0);
            return;
        }
        search(call, s, word, false);
    }

    private static void strcasestr(Call call) {
        int s = call.word(0);
        int word = call.word(1);
        if (call.memory().load8(word) == 0) {
            call.result(s);
            return;
        }
        search(call, s, word, true);
    }

    /** Looks for a word at every place of a string; a long search goes on in another call. */
    private static void search(Call call, int s, int word, boolean ignoreCase) {
        Memory memory = call.memory();
        long compared = 0;
        for (int at = s; memory.load8(at) != 0; at++) {
            if (compared > SEARCH_STEP) {
                call.charge(compared * PER_CHARACTER);
                call.replace(0, at);
                call.again();
                return;
            }
            int length = matchLength(memory, at, word, ignoreCase);
            if (length < 0) {
                call.charge((compared - length) * PER_CHARACTER);
                call.result(at);
                return;
            }
            compared += length + 1;
        }
        call.charge(compared * PER_CHARACTER);
        call.result(0);
    }

    /** How many characters of a word a string begins with; the complement of that if it is the whole word. */
    private static int matchLength(Memory memory, int s, int word, boolean ignoreCase) {
        int i = 0;
        while (true) {
            int expected = memory.load8(word + i);
            if (expected == 0) {
                return ~i;
            }
            int c = memory.load8(s + i);
            if (ignoreCase ? CtypeFunctions.toLower(c) != CtypeFunctions.toLower(expected) : c != expected) {
                return i;
            }
            i++;
        }
    }

    private static void strlwr(Call call) {
        Memory memory = call.memory();
        int at = call.word(0);
        for (int c = memory.load8(at); c != 0; c = memory.load8(at)) {
            memory.store8(at, CtypeFunctions.toLower(c));
            at++;
        }
        call.charge((long) (at - call.word(0)) * 2 * PER_CHARACTER);
    }

    private static void strupr(Call call) {
        Memory memory = call.memory();
        int at = call.word(0);
        for (int c = memory.load8(at); c != 0; c = memory.load8(at)) {
            memory.store8(at, CtypeFunctions.toUpper(c));
            at++;
        }
        call.charge((long) (at - call.word(0)) * 2 * PER_CHARACTER);
    }

    private static void strtok(Call call) {
        call.result(token(call, call.word(0), call.word(1), call.word(2), true));
    }

    private static void strtokSkipping(Call call) {
        call.result(token(call, call.word(0), call.word(1), call.word(2), call.word(3) != 0));
    }

    private static void strsep(Call call) {
        int rest = call.word(0);
        call.result(token(call, call.memory().load32(rest), call.word(1), rest, false));
    }

    /** Cuts the next token off a string. */
    private static int token(Call call, int s, int delimiters, int rest, boolean skipLeading) {
        Memory memory = call.memory();
        int start = s != 0 ? s : memory.load32(rest);
        if (start == 0) {
            return 0;
        }
        int c = memory.load8(start);
        while (c != 0 && contains(memory, delimiters, c)) {
            if (!skipLeading) {
                memory.store32(rest, start + 1);
                memory.store8(start, 0);
                return start;
            }
            start++;
            c = memory.load8(start);
        }
        if (c == 0) {
            memory.store32(rest, 0);
            return 0;
        }
        int end = start + 1;
        c = memory.load8(end);
        while (c != 0 && !contains(memory, delimiters, c)) {
            end++;
            c = memory.load8(end);
        }
        call.charge((long) (end - start) * 2 * PER_CHARACTER);
        if (c == 0) {
            memory.store32(rest, 0);
        } else {
            memory.store8(end, 0);
            memory.store32(rest, end + 1);
        }
        return start;
    }

    private static boolean contains(Memory memory, int set, int character) {
        int at = set;
        int member = memory.load8(at);
        while (member != 0 && member != character) {
            at++;
            member = memory.load8(at);
        }
        return member != 0;
    }

    /** The length of a string, read by octets. */
    private static int length8(Memory memory, int s) {
        int i = 0;
        while (memory.load8(s + i) != 0) {
            i++;
        }
        return i;
    }
}
