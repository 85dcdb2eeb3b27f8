package dev.crema.firmware.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All compilation units of a program. */
final class CompilationUnits {
    private CompilationUnits() {
    }

    /** Reads headers and roots, in the order of the section. */
    static List<CompilationUnit> of(Sections sections) {
        List<CompilationUnit> units = new ArrayList<>();
        Map<Long, Abbreviations> tables = new HashMap<>();
        Cursor in = new Cursor(sections.info(), 0);
        while (in.hasMore()) {
            CompilationUnit.read(in, sections, tables).ifPresent(units::add);
        }
        return units;
    }

    /** The directories of compilation, by the offset of the unit's line number program. */
    static Map<Long, String> directories(List<CompilationUnit> units) {
        Map<Long, String> result = new HashMap<>();
        for (CompilationUnit unit : units) {
            unit.lineOffset().ifPresent(offset -> result.putIfAbsent(offset, unit.string(unit.root(), Attribute.COMP_DIR)));
        }
        return result;
    }
}
