package dev.crema.firmware.dwarf;

import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.demangle.Demangler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which functions the compiler has put into which others. Units are read when an address in them is asked for.
 */
final class InlineTable {
    /** References from entry to entry are followed no further; there is no reason for more than three. */
    private static final int MOST_REFERENCES = 8;
    /** No unit has more stretches of code; a bound for damaged files, whose entries may all name one long list. */
    private static final int MOST_STRETCHES = 1 << 20;

    private final List<CompilationUnit> units;
    private final List<Ranges> unitRanges;
    private final Map<CompilationUnit, List<Scope>> scopesOfUnit = new HashMap<>();

    /**
     * A function's own code, or a place where it is put into another.
     *
     * @param depth of nesting in the unit
     * @param ranges its addresses
     * @param entryOffset of its entry
     * @param isInlined whether it is put into the scope around it
     * @param callFile index of the file that calls it
     */
    record Scope(int depth, Ranges ranges, long entryOffset, boolean isInlined, int callFile, int callLine, int callColumn) {
    }

    InlineTable(List<CompilationUnit> units) {
        this.units = units;
        this.unitRanges = units.stream().map(unit -> Ranges.of(unit.root(), unit)).toList();
    }

    /** The unit whose code an address is in. */
    Optional<CompilationUnit> unitAt(int address) {
        for (int i = 0; i < units.size(); i++) {
            if (unitRanges.get(i).contains(address)) {
                return Optional.of(units.get(i));
            }
        }
        return Optional.empty();
    }

    /** The scopes around an address, outermost first: a function, then what is put into it there. */
    List<Scope> scopesAt(int address, CompilationUnit unit) {
        List<Scope> result = new ArrayList<>();
        for (Scope scope : scopesOfUnit.computeIfAbsent(unit, InlineTable::readScopes)) {
            if (scope.ranges().contains(address)) {
                if (!scope.isInlined()) {
                    result.clear();
                }
                result.add(scope);
            }
        }
        return result;
    }

    private static List<Scope> readScopes(CompilationUnit unit) {
        List<Scope> scopes = new ArrayList<>();
        Cursor in = new Cursor(unit.sections().info(), unit.firstEntry());
        Entry entry = new Entry();
        int depth = 0;
        int stretches = 0;
        while (in.at() < unit.end()) {
            if (!entry.read(in, unit)) {
                depth--;
                continue;
            }
            boolean isInlined = entry.tag() == Entry.TAG_INLINED_SUBROUTINE;
            if (isInlined || entry.tag() == Entry.TAG_SUBPROGRAM) {
                Ranges ranges = Ranges.of(entry, unit);
                stretches += ranges.bounds().length / 2;
                if (stretches > MOST_STRETCHES) {
                    throw new FirmwareException("%s has a unit with more than %d stretches of code at offset 0x%x; it is damaged.",
                            in.bytes().name(), MOST_STRETCHES, unit.offset());
                }
                if (!ranges.isEmpty()) {
                    scopes.add(new Scope(depth, ranges, entry.offset(), isInlined, entry.number(Attribute.CALL_FILE),
                            entry.number(Attribute.CALL_LINE), entry.number(Attribute.CALL_COLUMN)));
                }
            }
            depth += entry.hasChildren() ? 1 : 0;
        }
        return scopes;
    }

    /** The name of the function of a scope, for people; empty if it has none. */
    String name(Scope scope) {
        String plain = "";
        long offset = scope.entryOffset();
        for (int i = 0; i < MOST_REFERENCES; i++) {
            Optional<CompilationUnit> unit = unitOf(offset);
            if (unit.isEmpty()) {
                return plain;
            }
            Entry entry = new Entry();
            if (!entry.read(new Cursor(unit.get().sections().info(), offset), unit.get())) {
                return plain;
            }
            String linkage = unit.get().string(entry, Attribute.LINKAGE_NAME);
            if (!linkage.isEmpty()) {
                return Demangler.demangle(linkage);
            }
            plain = plain.isEmpty() ? unit.get().string(entry, Attribute.NAME) : plain;
            Attribute next = entry.has(Attribute.ABSTRACT_ORIGIN) ? Attribute.ABSTRACT_ORIGIN : Attribute.SPECIFICATION;
            if (!entry.has(next)) {
                return plain;
            }
            offset = unit.get().reference(entry, next);
        }
        return plain;
    }

    private Optional<CompilationUnit> unitOf(long entryOffset) {
        return units.stream().filter(unit -> unit.firstEntry() <= entryOffset && entryOffset < unit.end()).findFirst();
    }
}
