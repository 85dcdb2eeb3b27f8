package dev.crema.firmware.elf;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.Digests;
import dev.crema.firmware.FirmwareException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A program as the linker leaves it: a 32-bit little-endian ELF file for Xtensa (System V ABI, chapters 4 and 5). */
public final class ElfFile {
    /** No name is longer, mangled C++ and Rust names included; a bound for damaged files. */
    private static final int MAX_NAME = 1 << 14;
    private static final int MAGIC = 0x464C457F;
    private static final int CLASS_32 = 1;
    private static final int LITTLE_ENDIAN = 1;
    private static final int HEADER_SIZE = 0x34;
    private static final int SECTION_HEADER_SIZE = 0x28;
    private static final int PROGRAM_HEADER_SIZE = 0x20;
    private static final int PT_LOAD = 1;
    private static final int MACHINE_XTENSA = 0x5E;
    private static final int MACHINE_RISCV = 0xF3;

    private final ByteView bytes;
    private final int entry;
    private final List<ElfSection> sections;
    private final List<ElfSegment> segments;
    private final SymbolTable symbols;

    private ElfFile(ByteView bytes, int entry, List<ElfSection> sections, List<ElfSegment> segments, SymbolTable symbols) {
        this.bytes = bytes;
        this.entry = entry;
        this.sections = List.copyOf(sections);
        this.segments = List.copyOf(segments);
        this.symbols = symbols;
    }

    /** Whether some bytes begin as an ELF file does. */
    public static boolean startsAt(ByteView bytes) {
        return bytes.size() >= 4 && bytes.i32(0) == MAGIC;
    }

    /**
     * Reads an ELF file.
     *
     * @throws FirmwareException if it is none, is for another processor, or is damaged
     */
    public static ElfFile parse(ByteView bytes) {
        checkHeader(bytes);
        List<ElfSection> sections = sections(bytes);
        return new ElfFile(bytes, bytes.i32(0x18), sections, segments(bytes), SymbolTableReader.read(bytes, sections));
    }

    private static void checkHeader(ByteView bytes) {
        if (!startsAt(bytes) || bytes.size() < HEADER_SIZE) {
            throw new FirmwareException("%s is not an ELF file: it does not begin with 7F 45 4C 46 and a header of 52 bytes; "
                    + "give the ELF file that the build leaves.", bytes.name());
        }
        if (bytes.u8(4) != CLASS_32 || bytes.u8(5) != LITTLE_ENDIAN) {
            throw new FirmwareException("%s is not a 32-bit little-endian ELF file (class %d, data encoding %d at offset 4), so "
                    + "it is not for an ESP32; give the ELF file of the ESP32 build.", bytes.name(), bytes.u8(4), bytes.u8(5));
        }
        if (bytes.u16(0x12) != MACHINE_XTENSA) {
            throw new FirmwareException("%s is for %s (e_machine 0x%x at offset 0x12), not for the ESP32's Xtensa; "
                    + "build it for the ESP32.", bytes.name(), bytes.u16(0x12) == MACHINE_RISCV
                    ? "a RISC-V chip such as ESP32-C3, C6 or H2" : "another processor", bytes.u16(0x12));
        }
    }

    private static List<ElfSection> sections(ByteView bytes) {
        long offset = bytes.u32(0x20);
        int entrySize = bytes.u16(0x2E);
        int count = bytes.u16(0x30);
        int namesIndex = bytes.u16(0x32);
        if (count == 0) {
            return List.of();
        }
        if (entrySize != SECTION_HEADER_SIZE || namesIndex >= count) {
            throw new FirmwareException("%s is damaged: its section headers have %d bytes each and names in section %d of %d "
                    + "(offsets 0x2E to 0x32); build it again.", bytes.name(), entrySize, namesIndex, count);
        }
        ByteView headers = bytes.slice(offset, (long) count * SECTION_HEADER_SIZE);
        ByteView names = content(bytes, headers.slice((long) namesIndex * SECTION_HEADER_SIZE, SECTION_HEADER_SIZE));
        List<ElfSection> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteView header = headers.slice((long) i * SECTION_HEADER_SIZE, SECTION_HEADER_SIZE);
            String name = string(names, header.u32(0));
            sections.add(new ElfSection(i, name, header.i32(4), header.i32(8), header.i32(12), header.u32(20), header.i32(32),
                    header.i32(24), content(bytes, header).named(bytes.name() + " " + name)));
        }
        return sections;
    }

    private static ByteView content(ByteView bytes, ByteView sectionHeader) {
        int type = sectionHeader.i32(4);
        return type == 0 || type == ElfSection.NOBITS ? bytes.slice(0, 0)
                : bytes.slice(sectionHeader.u32(16), sectionHeader.u32(20));
    }

    private static List<ElfSegment> segments(ByteView bytes) {
        long offset = bytes.u32(0x1C);
        int entrySize = bytes.u16(0x2A);
        int count = bytes.u16(0x2C);
        if (count > 0 && entrySize != PROGRAM_HEADER_SIZE) {
            throw new FirmwareException("%s is damaged: its program headers have %d bytes each (offset 0x2A), not 32; "
                    + "build it again.", bytes.name(), entrySize);
        }
        List<ElfSegment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteView header = bytes.slice(offset + (long) i * PROGRAM_HEADER_SIZE, PROGRAM_HEADER_SIZE);
            if (header.i32(0) == PT_LOAD) {
                segments.add(new ElfSegment(header.i32(8), header.i32(12), header.u32(20),
                        bytes.slice(header.u32(4), header.u32(16))));
            }
        }
        return segments;
    }

    /** The NUL-terminated string at an offset of a string table, cut at {@link #MAX_NAME}. */
    static String string(ByteView table, long at) {
        return at >= table.size() ? "" : table.text(at, Math.min(table.size() - (int) at, MAX_NAME));
    }

    /** What error messages call it. */
    public String name() {
        return bytes.name();
    }

    /** The whole file. */
    public ByteView bytes() {
        return bytes;
    }

    /** Address of the first instruction. */
    public int entry() {
        return entry;
    }

    /** All sections, the null section first. */
    public List<ElfSection> sections() {
        return sections;
    }

    /** The section with a name. */
    public Optional<ElfSection> section(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /** The program headers that load something. */
    public List<ElfSegment> segments() {
        return segments;
    }

    /** The symbols; none if the file is stripped. */
    public SymbolTable symbols() {
        return symbols;
    }

    /** SHA-256 of the file in hexadecimal: what {@code elf_sha256} of an application descriptor holds. */
    public String sha256() {
        return sha256(bytes);
    }

    /** The SHA-256 of a file that need not be read as an ELF file yet. */
    public static String sha256(ByteView file) {
        return HexFormat.of().formatHex(Digests.sha256(file));
    }
}
