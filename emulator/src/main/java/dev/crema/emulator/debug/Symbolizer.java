package dev.crema.emulator.debug;

import dev.crema.firmware.dwarf.SourceFrame;
import dev.crema.firmware.dwarf.SourceLocator;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ElfSection;
import dev.crema.firmware.elf.Symbol;
import java.util.List;
import java.util.Optional;

/** Names for addresses, from the ELF file of a program. The lines are read at the first question. */
public final class Symbolizer {
    private static final int ROM_START = 0x40000000;
    private static final int ROM_END = 0x40070000;

    private final ElfFile elf;
    private final SourceLocator source;

    /** Looks into a program. */
    public Symbolizer(ElfFile elf) {
        this.elf = elf;
        this.source = new SourceLocator(elf);
    }

    /**
     * The functions that an instruction belongs to and where they are written, such as {@code app_main at main.c:12}.
     *
     * @return the innermost first, then those it is inlined into; empty if the program has no code there
     */
    public List<String> locate(int address) {
        if (isRom(address)) {
            return source.framesAt(address).stream().map(frame -> frame.function() + " in ROM").toList();
        }
        return isCode(address) ? source.framesAt(address).stream().map(Symbolizer::describe).toList() : List.of();
    }

    private static String describe(SourceFrame frame) {
        String function = frame.function().isEmpty() ? "an unnamed function" : frame.function();
        return frame.line().map(place -> function + " at " + place.file() + ":" + place.line()).orElse(function);
    }

    private static boolean isRom(int address) {
        return address >= ROM_START && address < ROM_END;
    }

    private boolean isCode(int address) {
        return elf.sections().stream().anyMatch(section -> section.isExecutable() && contains(section, address));
    }

    private static boolean contains(ElfSection section, int address) {
        return Integer.toUnsignedLong(address - section.address()) < section.size();
    }

    /** The variable that an address lies in, such as {@code s_buffer plus 4}. */
    public Optional<String> variableAt(int address) {
        return elf.symbols().symbols().stream()
                .filter(symbol -> symbol.kind() == Symbol.Kind.OBJECT && symbol.contains(address)).findFirst()
                .map(symbol -> address == symbol.address() ? symbol.name() : symbol.name() + " plus " + (address - symbol.address()));
    }
}
