package dev.crema.firmware.dwarf;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ElfSection;

/** The debugging sections of a program; one that is missing is empty. */
record Sections(ByteView info, ByteView abbrev, ByteView line, ByteView str, ByteView lineStr, ByteView ranges,
        ByteView rangeLists, ByteView address, ByteView stringOffsets) {

    static Sections of(ElfFile elf) {
        return new Sections(named(elf, ".debug_info"), named(elf, ".debug_abbrev"), named(elf, ".debug_line"),
                named(elf, ".debug_str"), named(elf, ".debug_line_str"), named(elf, ".debug_ranges"),
                named(elf, ".debug_rnglists"), named(elf, ".debug_addr"), named(elf, ".debug_str_offsets"));
    }

    private static ByteView named(ElfFile elf, String name) {
        return elf.section(name).map(ElfSection::data).orElseGet(() -> elf.bytes().slice(0, 0, elf.name() + " " + name));
    }

    /** The string at an offset of a string section. */
    static String string(ByteView section, long at) {
        return new Cursor(section, at).string();
    }
}
