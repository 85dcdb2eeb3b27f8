package dev.crema.firmware.dwarf;

import dev.crema.firmware.elf.ElfFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The line number table of a program: which file and line an instruction comes from.
 *
 * <p>A large program has a million rows, so they are kept as parallel arrays of ints, sorted by sequence; files are numbered
 * through all units, and a path is put together only when asked for.
 */
public final class LineTable {
    /** Sequences rarely overlap: code that the linker has folded or left out. */
    private static final int LOOK_BACK = 64;

    /** Rows of one sequence: a run of instructions with rising addresses. */
    record Sequence(int start, int end, int firstRow, int lastRow) {
        boolean contains(int address) {
            return Integer.compareUnsigned(start, address) <= 0 && Integer.compareUnsigned(address, end) < 0;
        }
    }

    /** A unit whose files are numbered from {@code firstFile} on. */
    record Unit(long offset, LineHeader header, String compilationDirectory, int firstFile) {
        String path(long file) {
            return header.path(file, compilationDirectory);
        }
    }

    private final Rows rows;
    private final Sequence[] sequences;
    private final List<Unit> units;

    LineTable(Rows rows, List<Sequence> sequences, List<Unit> units) {
        this.rows = rows;
        this.sequences = sequences.stream().sorted(Comparator.comparing(Sequence::start, Integer::compareUnsigned))
                .toArray(Sequence[]::new);
        this.units = new ArrayList<>(units);
    }

    /**
     * Reads the table of a program; it is empty if the program has no debugging information.
     *
     * @throws dev.crema.firmware.FirmwareException if the debugging information is damaged
     */
    public static LineTable of(ElfFile elf) {
        Sections sections = Sections.of(elf);
        return new LineProgram(elf, sections).read(CompilationUnits.directories(CompilationUnits.of(sections)));
    }

    /** Whether there are no lines. */
    public boolean isEmpty() {
        return sequences.length == 0;
    }

    /** The place in the source that the instruction at an address comes from. */
    public Optional<SourceLine> lineAt(int address) {
        int last = lastStartingAtOrBefore(address);
        for (int i = last; i >= 0 && i > last - LOOK_BACK; i--) {
            if (sequences[i].contains(address)) {
                int row = rows.lastAtOrBefore(address, sequences[i].firstRow(), sequences[i].lastRow());
                return Optional.of(new SourceLine(path(rows.file(row)), rows.line(row), rows.column(row)));
            }
        }
        return Optional.empty();
    }

    private int lastStartingAtOrBefore(int address) {
        int low = 0;
        int high = sequences.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Integer.compareUnsigned(sequences[middle].start(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The path of a file by its number in the whole table. */
    String path(int file) {
        int low = 0;
        int high = units.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (units.get(middle).firstFile() <= file) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return "?";
        }
        Unit unit = units.get(low - 1);
        return unit.path(file - unit.firstFile());
    }

    /** The path of a file by its number in the unit whose program lies at an offset. */
    Optional<String> file(long programOffset, int number) {
        return units.stream().filter(unit -> unit.offset() == programOffset).findFirst().map(unit -> unit.path(number));
    }

    /** Rows in growing arrays. */
    static final class Rows {
        private int[] addresses = new int[1024];
        private int[] files = new int[1024];
        private int[] lines = new int[1024];
        private short[] columns = new short[1024];
        private int count;

        int count() {
            return count;
        }

        void add(int address, int file, int line, int column) {
            if (count == addresses.length) {
                int capacity = count * 2;
                addresses = Arrays.copyOf(addresses, capacity);
                files = Arrays.copyOf(files, capacity);
                lines = Arrays.copyOf(lines, capacity);
                columns = Arrays.copyOf(columns, capacity);
            }
            addresses[count] = address;
            files[count] = file;
            lines[count] = line;
            columns[count] = (short) Math.min(column, Short.MAX_VALUE);
            count++;
        }

        /** Forgets the rows from an index on. */
        void truncate(int newCount) {
            count = newCount;
        }

        int address(int row) {
            return addresses[row];
        }

        int file(int row) {
            return files[row];
        }

        int line(int row) {
            return lines[row];
        }

        int column(int row) {
            return columns[row];
        }

        /** The last row of a range whose address is not behind the given one. */
        int lastAtOrBefore(int address, int first, int last) {
            int low = first + 1;
            int high = last;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Integer.compareUnsigned(addresses[middle], address) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - 1;
        }
    }
}
