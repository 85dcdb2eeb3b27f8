package dev.crema.firmware.elf;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code .symtab} section. */
final class SymbolTableReader {
    private static final int ENTRY_SIZE = 16;
    private static final int UNDEFINED = 0;
    /** Names may share characters (one may be the end of another), but not more often than this on average. */
    private static final int MAX_SHARING = 64;
    private static final int ABSOLUTE_CODE_START = 0x4000_0000;
    private static final int ABSOLUTE_CODE_END = 0x4040_0000;

    private SymbolTableReader() {
    }

    static SymbolTable read(ByteView file, List<ElfSection> sections) {
        List<Symbol> symbols = new ArrayList<>();
        for (ElfSection section : sections) {
            if (section.type() == ElfSection.SYMTAB) {
                if (section.link() < 0 || section.link() >= sections.size()) {
                    throw new FirmwareException("%s is damaged: its symbol table names section %d as its strings, but there are "
                            + "%d sections; build it again.", file.name(), section.link(), sections.size());
                }
                readSection(section.data(), sections.get(section.link()).data(), symbols);
            }
        }
        return new SymbolTable(symbols, symbol -> isCode(symbol, sections));
    }

    private static void readSection(ByteView table, ByteView strings, List<Symbol> symbols) {
        long characters = 0;
        for (int at = ENTRY_SIZE; at + ENTRY_SIZE <= table.size(); at += ENTRY_SIZE) {
            int info = table.u8(at + 12);
            int sectionIndex = table.u16(at + 14);
            String name = ElfFile.string(strings, table.u32(at));
            characters += name.length();
            if (characters > MAX_SHARING * (long) strings.size()) {
                throw new FirmwareException("%s is damaged: the names of its symbols do not end; build it again.", table.name());
            }
            Symbol.Kind kind = Symbol.Kind.values()[Math.min(info & 0xf, Symbol.Kind.OTHER.ordinal())];
            if (sectionIndex != UNDEFINED && !name.isEmpty() && kind.ordinal() < Symbol.Kind.SECTION.ordinal()) {
                symbols.add(new Symbol(name, table.i32(at + 4), table.u32(at + 8), kind,
                        Symbol.Binding.values()[Math.min(info >> 4, Symbol.Binding.OTHER.ordinal())], sectionIndex));
            }
        }
    }

    /** Functions, untyped labels in code, and the mask ROM's functions, which the linker script gives as plain addresses. */
    private static boolean isCode(Symbol symbol, List<ElfSection> sections) {
        if (symbol.kind() == Symbol.Kind.FUNCTION) {
            return true;
        }
        if (symbol.kind() != Symbol.Kind.NONE || symbol.name().startsWith(".L")) {
            return false;
        }
        if (symbol.section() == Symbol.ABSOLUTE) {
            return symbol.address() >= ABSOLUTE_CODE_START && symbol.address() < ABSOLUTE_CODE_END;
        }
        return symbol.section() < sections.size() && sections.get(symbol.section()).isExecutable();
    }
}
