package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Memory;

/**
 * The functions of {@code <string.h>} that take lengths, newlib's and those of the Xtensa HAL. What lies in mapped pages goes
 * through the host's array operations; elsewhere the accesses have the widths and the order of the ROM's code, because
 * instruction memory takes only whole words.
 */
final class MemoryFunctions {
    private MemoryFunctions() {
    }

    static void bind(Bindings rom) {
        rom.bind(0x4000C2C8, 20, "void *memcpy(void *to, const void *from, size_t n)", MemoryFunctions::memcpy);
        rom.bind(0x4000C3C0, "void *memmove(void *to, const void *from, size_t n)", MemoryFunctions::memmove);
        rom.bind(0x4000C44C, 20, "void *memset(void *to, int c, size_t n)", MemoryFunctions::memset);
        rom.bind(0x4000C260, "int memcmp(const void *a, const void *b, size_t n)", MemoryFunctions::memcmp);
        rom.bind(0x4000C244, "void *memchr(const void *from, int c, size_t n)", MemoryFunctions::memchr);
        rom.bind(0x4000C400, "void *memrchr(const void *from, int c, size_t n)", MemoryFunctions::memrchr);
        rom.bind(0x4000C220, "void *memccpy(void *to, const void *from, int c, size_t n)", MemoryFunctions::memccpy);
        rom.bind(0x4000C1F4, "void bzero(void *to, size_t n)", MemoryFunctions::bzero);
        rom.bind(0x4000C0BC, 20, "void *xthal_memcpy(void *to, const void *from, unsigned n)", MemoryFunctions::memcpy);
        rom.bind(0x4000C098, 20, "void *xthal_bcopy(const void *from, void *to, unsigned n)", MemoryFunctions::bcopy);
    }

    private static void memcpy(Call call) {
        int to = call.word(0);
        int from = call.word(1);
        int length = call.word(2);
        copyWords(call.memory(), to, from, length);
        // Sixteen bytes are eleven instructions, or fourteen where the source has to be shifted.
        call.charge(((to ^ from) & 3) == 0 ? unsigned(length) * 11 / 16 : unsigned(length) * 14 / 16);
    }

    private static void bcopy(Call call) {
        int to = call.word(1);
        copyWords(call.memory(), to, call.word(0), call.word(2));
        call.charge(unsigned(call.word(2)) * 14 / 16);
        call.result(to);
    }

    private static void memmove(Call call) {
        int to = call.word(0);
        int from = call.word(1);
        int length = call.word(2);
        if (Integer.compareUnsigned(from, to) < 0 && Integer.compareUnsigned(to, from + length) < 0) {
            moveDown(call.memory(), to, from, length);
        } else {
            moveUp(call.memory(), to, from, length);
        }
        call.charge(unsigned(length) * 7);
    }

    private static void memset(Call call) {
        int length = call.word(2);
        fill(call.memory(), call.word(0), call.octet(1), length);
        call.charge(unsigned(length) * 5 / 16);
    }

    private static void bzero(Call call) {
        Memory memory = call.memory();
        int to = call.word(0);
        int length = call.word(1);
        call.charge(unsigned(length) * 3);
        while (length != 0) {
            int done = memory.fillInPage(to, 0, length);
            if (done == 0) {
                memory.store8(to, 0);
                done = 1;
            }
            to += done;
            length -= done;
        }
    }

    private static void memcmp(Call call) {
        Memory memory = call.memory();
        int a = call.word(0);
        int b = call.word(1);
        int length = call.word(2);
        int rest = length;
        int difference = 0;
        while (rest != 0 && difference == 0) {
            int equal = memory.matchInPages(a, b, rest);
            if (equal == 0) {
                difference = memory.load8(a) - memory.load8(b);
                equal = 1;
            }
            a += equal;
            b += equal;
            rest -= equal;
        }
        call.charge(unsigned(length - rest) * 8);
        call.result(difference);
    }

    private static void memchr(Call call) {
        Memory memory = call.memory();
        int from = call.word(0);
        int c = call.octet(1);
        int length = call.word(2);
        for (int i = 0; i != length; i++) {
            if (memory.load8(from + i) == c) {
                call.charge(unsigned(i) * 4);
                call.result(from + i);
                return;
            }
        }
        call.charge(unsigned(length) * 4);
        call.result(0);
    }

    private static void memrchr(Call call) {
        Memory memory = call.memory();
        int from = call.word(0);
        int c = call.octet(1);
        int length = call.word(2);
        for (int i = length; i != 0; i--) {
            if (memory.load8(from + i - 1) == c) {
                call.charge(unsigned(length - i) * 5);
                call.result(from + i - 1);
                return;
            }
        }
        call.charge(unsigned(length) * 5);
        call.result(0);
    }

    private static void memccpy(Call call) {
        Memory memory = call.memory();
        int to = call.word(0);
        int from = call.word(1);
        int last = call.octet(2);
        int length = call.word(3);
        for (int i = 0; i != length; i++) {
            int c = memory.load8(from + i);
            memory.store8(to + i, c);
            if (c == last) {
                call.charge(unsigned(i) * 7);
                call.result(to + i + 1);
                return;
            }
        }
        call.charge(unsigned(length) * 7);
        call.result(0);
    }

    /** Copies upwards, in words where the destination is aligned. The ranges do not overlap, or nobody knows what comes of it. */
    static void copyWords(Memory memory, int to, int from, int length) {
        while (length != 0) {
            int done = memory.copyInPages(to, from, length);
            if (done == 0) {
                done = copyPiece(memory, to, from, length);
            }
            to += done;
            from += done;
            length -= done;
        }
    }

    /** One step of a copy: a word to an aligned destination, or what leads there, or what is left. */
    private static int copyPiece(Memory memory, int to, int from, int length) {
        if ((to & 3) == 0 && Integer.compareUnsigned(length, 4) >= 0) {
            memory.store32(to, unalignedWord(memory, from));
            return 4;
        }
        if ((to & 1) == 0 && (from & 3) == 0 && Integer.compareUnsigned(length, 2) >= 0) {
            memory.store16(to, memory.load16(from));
            return 2;
        }
        memory.store8(to, memory.load8(from));
        return 1;
    }

    /** The word at any address, made of aligned words: so it can be read from instruction memory. */
    private static int unalignedWord(Memory memory, int address) {
        int shift = (address & 3) << 3;
        int word = memory.load32(address & ~3);
        return shift == 0 ? word : word >>> shift | memory.load32((address & ~3) + 4) << 32 - shift;
    }

    private static void moveUp(Memory memory, int to, int from, int length) {
        while (length != 0) {
            // Copying a page's rest at once would read what is still to be overwritten, unless it lies behind the writing.
            int done = memory.copyInPages(to, from, length);
            if (done == 0) {
                memory.store8(to, memory.load8(from));
                done = 1;
            }
            to += done;
            from += done;
            length -= done;
        }
    }

    private static void moveDown(Memory memory, int to, int from, int length) {
        int rest = length;
        while (rest != 0) {
            // The longest piece that ends here and lies within one page on both sides.
            int piece = Math.min(endInPage(to + rest), endInPage(from + rest));
            piece = Integer.compareUnsigned(rest, piece) < 0 ? rest : piece;
            if (memory.copyInPages(to + rest - piece, from + rest - piece, piece) == 0) {
                piece = 1;
                memory.store8(to + rest - 1, memory.load8(from + rest - 1));
            }
            rest -= piece;
        }
    }

    /** The bytes of a page that lie before an address, from 1 to the whole page. */
    private static int endInPage(int end) {
        return (end - 1 & Memory.PAGE_SIZE - 1) + 1;
    }

    /** Fills upwards, in words where the address is aligned. */
    private static void fill(Memory memory, int to, int octet, int length) {
        int word = octet * 0x01010101;
        while (length != 0) {
            int done = memory.fillInPage(to, octet, length);
            if (done == 0) {
                if ((to & 3) == 0 && Integer.compareUnsigned(length, 4) >= 0) {
                    memory.store32(to, word);
                    done = 4;
                } else if ((to & 1) == 0 && Integer.compareUnsigned(length, 2) >= 0) {
                    memory.store16(to, word);
                    done = 2;
                } else {
                    memory.store8(to, word);
                    done = 1;
                }
            }
            to += done;
            length -= done;
        }
    }

    private static long unsigned(int length) {
        return length & 0xFFFFFFFFL;
    }
}
