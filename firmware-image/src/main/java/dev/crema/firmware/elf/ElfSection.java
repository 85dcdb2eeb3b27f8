package dev.crema.firmware.elf;

import dev.crema.firmware.ByteView;

/**
 * A section header of an ELF file and the bytes it names.
 *
 * @param index position among the section headers
 * @param name such as {@code .text}
 * @param type {@code SHT_...}
 * @param flags {@code SHF_...}
 * @param address where it lies in memory, 0 if nowhere
 * @param size in bytes, also where the file holds none of them
 * @param alignment in bytes
 * @param link index of a related section
 * @param data its bytes; none for {@code SHT_NOBITS} sections
 */
public record ElfSection(int index, String name, int type, int flags, int address, long size, int alignment, int link,
        ByteView data) {

    public static final int PROGBITS = 1;
    public static final int SYMTAB = 2;
    public static final int NOBITS = 8;
    public static final int INIT_ARRAY = 14;
    public static final int FINI_ARRAY = 15;
    public static final int PREINIT_ARRAY = 16;

    private static final int FLAG_EXECUTABLE = 4;

    /** Whether it holds instructions. */
    public boolean isExecutable() {
        return (flags & FLAG_EXECUTABLE) != 0;
    }
}
