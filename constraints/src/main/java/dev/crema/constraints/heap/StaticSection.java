package dev.crema.constraints.heap;

import dev.crema.firmware.elf.ElfFile;
import java.util.List;

/**
 * Internal RAM that a program takes from the beginning to the end.
 *
 * @param name of the section of its ELF file
 * @param address where it begins
 * @param size in bytes
 */
public record StaticSection(String name, int address, long size) {
    private static final int RAM_START = 0x3FFAE000;
    private static final int RAM_END = 0x400C2000;
    private static final int ROM_START = 0x40000000;
    private static final int ROM_END = 0x40070000;

    /** Those of a program, in the order of its file. */
    static List<StaticSection> of(ElfFile program) {
        return program.sections().stream().filter(section -> section.size() > 0 && section.address() >= RAM_START
                        && section.address() < RAM_END && (section.address() < ROM_START || section.address() >= ROM_END))
                .map(section -> new StaticSection(section.name(), section.address(), section.size())).toList();
    }
}
