package dev.crema.firmware.dwarf;

import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ElfSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the line number programs of all units (section 6.2.5): a small machine whose registers are the columns of the table. */
final class LineProgram {
    private static final int COPY = 1;
    private static final int ADVANCE_PC = 2;
    private static final int ADVANCE_LINE = 3;
    private static final int SET_FILE = 4;
    private static final int SET_COLUMN = 5;
    private static final int CONST_ADD_PC = 8;
    private static final int FIXED_ADVANCE_PC = 9;
    private static final int EXTENDED = 0;
    private static final int END_SEQUENCE = 1;
    private static final int SET_ADDRESS = 2;
    private static final int LAST_OPCODE = 255;

    private final ElfFile elf;
    private final Sections sections;
    private final LineTable.Rows rows = new LineTable.Rows();
    private final List<LineTable.Sequence> sequences = new ArrayList<>();
    private final List<LineTable.Unit> units = new ArrayList<>();
    private int filesSoFar;

    private int address;
    private int file;
    private int line;
    private int column;
    private int firstRow;

    LineProgram(ElfFile elf, Sections sections) {
        this.elf = elf;
        this.sections = sections;
    }

    /** @param directories of compilation, by the offset of the program */
    LineTable read(Map<Long, String> directories) {
        Cursor in = new Cursor(sections.line(), 0);
        while (in.hasMore()) {
            long offset = in.at();
            LineHeader header = LineHeader.read(in, sections);
            units.add(new LineTable.Unit(offset, header, directories.getOrDefault(offset, ""), filesSoFar));
            in.seek(header.programStart());
            run(in, header);
            filesSoFar += header.files().size();
            in.seek(header.end());
        }
        return new LineTable(rows, sequences, units);
    }

    private void run(Cursor in, LineHeader header) {
        reset();
        while (in.at() < header.end()) {
            int opcode = in.u8();
            if (opcode > header.opcodeLengths().length) {
                special(header, opcode);
            } else if (opcode == EXTENDED) {
                extended(in);
            } else {
                standard(in, header, opcode);
            }
        }
        rows.truncate(firstRow);
    }

    private void reset() {
        address = 0;
        file = 1;
        line = 1;
        column = 0;
        firstRow = rows.count();
    }

    /** One byte that advances both address and line and appends a row. */
    private void special(LineHeader header, int opcode) {
        int adjusted = opcode - header.opcodeLengths().length - 1;
        address += adjusted / header.lineRange() * header.minimumLength();
        line += header.lineBase() + adjusted % header.lineRange();
        appendRow();
    }

    private void standard(Cursor in, LineHeader header, int opcode) {
        switch (opcode) {
            case COPY -> appendRow();
            case ADVANCE_PC -> address += (int) in.uleb() * header.minimumLength();
            case ADVANCE_LINE -> line += (int) in.sleb();
            case SET_FILE -> file = (int) Math.min(in.uleb() & Long.MAX_VALUE, Integer.MAX_VALUE);
            case SET_COLUMN -> column = (int) Math.min(in.uleb() & Long.MAX_VALUE, Short.MAX_VALUE);
            case CONST_ADD_PC -> address += (LAST_OPCODE - header.opcodeLengths().length - 1) / header.lineRange()
                    * header.minimumLength();
            case FIXED_ADVANCE_PC -> address += in.u16();
            default -> {
                // Flags that matter to a debugger only, or unknown: their arguments are LEB128 numbers.
                for (int i = 0; i < header.opcodeLengths()[opcode - 1]; i++) {
                    in.uleb();
                }
            }
        }
    }

    private void extended(Cursor in) {
        long length = in.uleb();
        long next = in.at() + Math.max(0, length);
        int opcode = length > 0 ? in.u8() : 0;
        if (opcode == END_SEQUENCE) {
            endSequence();
        } else if (opcode == SET_ADDRESS && length == 5) {
            address = in.i32();
        }
        in.seek(next);
    }

    private void appendRow() {
        int number = file >= 0 && file < units.getLast().header().files().size() ? filesSoFar + file : filesSoFar;
        rows.add(address, number, line, column);
    }

    /** Code that the linker has left out keeps its lines, at addresses where there is none. */
    private void endSequence() {
        boolean isLinked = rows.count() > firstRow && isExecutable(rows.address(firstRow));
        if (isLinked && Integer.compareUnsigned(address, rows.address(firstRow)) > 0) {
            sequences.add(new LineTable.Sequence(rows.address(firstRow), address, firstRow, rows.count()));
        } else {
            rows.truncate(firstRow);
        }
        reset();
    }

    private boolean isExecutable(int start) {
        for (ElfSection section : elf.sections()) {
            if (section.isExecutable() && Integer.toUnsignedLong(start - section.address()) < section.size()) {
                return true;
            }
        }
        return false;
    }
}
