package dev.crema.firmware.dwarf;

import dev.crema.firmware.FirmwareException;
import java.util.Map;
import java.util.Optional;

/** A compilation unit: its header, its root entry, and what values within it are relative to (section 7.5.1). */
final class CompilationUnit {
    private static final int TYPE_UNIT = 2;
    private static final int SKELETON_UNIT = 4;
    private static final int SPLIT_UNIT = 5;
    private static final int SPLIT_TYPE_UNIT = 6;
    private static final int UNIT_ID_SIZE = 8;
    private static final int POINTER = 4;

    private final Sections sections;
    private final long offset;
    private final long end;
    private final int version;
    private final int addressSize;
    private final Abbreviations abbreviations;
    private final long firstEntry;
    private final Entry root = new Entry();

    private CompilationUnit(Sections sections, long offset, long end, int version, int addressSize, Abbreviations abbreviations,
            long firstEntry) {
        this.sections = sections;
        this.offset = offset;
        this.end = end;
        this.version = version;
        this.addressSize = addressSize;
        this.abbreviations = abbreviations;
        this.firstEntry = firstEntry;
        root.read(new Cursor(sections.info(), firstEntry), this);
    }

    /**
     * Reads the header and root of the unit at the cursor and moves behind the unit.
     *
     * @param tables the abbreviation tables read so far, by their offsets
     * @return empty for units without code
     */
    static Optional<CompilationUnit> read(Cursor in, Sections sections, Map<Long, Abbreviations> tables) {
        long offset = in.at();
        long end = in.unitEnd();
        int version = in.u16();
        if (version < 2 || version > 5) {
            throw new FirmwareException("%s has a unit of version %d at offset 0x%x; only 2 to 5 are known.",
                    in.bytes().name(), version, offset);
        }
        int type = 0;
        int addressSize;
        long abbreviationOffset;
        if (version == 5) {
            type = in.u8();
            addressSize = in.u8();
            abbreviationOffset = in.u32();
            in.skip(type == SKELETON_UNIT || type == SPLIT_UNIT ? UNIT_ID_SIZE : 0);
        } else {
            abbreviationOffset = in.u32();
            addressSize = in.u8();
        }
        long first = in.at();
        in.seek(end);
        if (type == TYPE_UNIT || type == SPLIT_TYPE_UNIT || first >= end) {
            return Optional.empty();
        }
        if (addressSize != POINTER) {
            throw new FirmwareException("%s has a unit with addresses of %d bytes at offset 0x%x, which an ESP32 has not; "
                    + "it is damaged.", in.bytes().name(), addressSize, offset);
        }
        Abbreviations table = tables.computeIfAbsent(abbreviationOffset,
                at -> new Abbreviations(new Cursor(sections.abbrev(), at)));
        return Optional.of(new CompilationUnit(sections, offset, end, version, addressSize, table, first));
    }

    long offset() {
        return offset;
    }

    long end() {
        return end;
    }

    int version() {
        return version;
    }

    int addressSize() {
        return addressSize;
    }

    Abbreviations abbreviations() {
        return abbreviations;
    }

    long firstEntry() {
        return firstEntry;
    }

    Sections sections() {
        return sections;
    }

    /** The entry of the unit itself. */
    Entry root() {
        return root;
    }

    /** Offset of its line number program, if it has one. */
    Optional<Long> lineOffset() {
        return root.has(Attribute.STMT_LIST) ? Optional.of(root.raw(Attribute.STMT_LIST)) : Optional.empty();
    }

    /** What a string attribute of an entry says; empty if there is none. */
    String string(Entry entry, Attribute attribute) {
        if (!entry.has(attribute)) {
            return "";
        }
        long raw = entry.raw(attribute);
        return switch (entry.form(attribute).kind()) {
            case STRING -> Sections.string(sections.info(), raw);
            case STRING_OFFSET -> Sections.string(sections.str(), raw);
            case LINE_STRING_OFFSET -> Sections.string(sections.lineStr(), raw);
            case STRING_INDEX -> Sections.string(sections.str(),
                    sections.stringOffsets().u32(base(Attribute.STR_OFFSETS_BASE) + raw * 4));
            default -> "";
        };
    }

    /** The address that an attribute of an entry gives. */
    int address(Entry entry, Attribute attribute) {
        long raw = entry.raw(attribute);
        return entry.form(attribute).kind() == Form.Kind.ADDRESS_INDEX ? indexedAddress(raw) : (int) raw;
    }

    /** The address with an index in the unit's table. */
    int indexedAddress(long index) {
        return sections.address().i32(base(Attribute.ADDR_BASE) + index * POINTER);
    }

    /** The offset in {@code .debug_info} of the entry that an attribute refers to. */
    long reference(Entry entry, Attribute attribute) {
        long raw = entry.raw(attribute);
        return entry.form(attribute).kind() == Form.Kind.REFERENCE_UNIT ? offset + raw : raw;
    }

    /** What a table's base attribute says. */
    long base(Attribute attribute) {
        return root.has(attribute) ? root.raw(attribute) : 0;
    }

    /** The address that ranges of the unit are relative to. */
    int baseAddress() {
        return root.has(Attribute.LOW_PC) ? address(root, Attribute.LOW_PC) : 0;
    }
}
