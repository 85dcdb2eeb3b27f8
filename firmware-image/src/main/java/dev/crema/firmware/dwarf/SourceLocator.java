package dev.crema.firmware.dwarf;

import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.demangle.Demangler;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.SymbolTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says of an address which function, file and line it belongs to, as {@code addr2line -fi} does: what panics and backtraces are
 * explained with. Without debugging information it knows the symbols only. The debugging information is read at the first
 * question.
 */
public final class SourceLocator {
    private final ElfFile elf;
    private Optional<LineTable> lines = Optional.empty();
    private Optional<InlineTable> inlines = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private boolean isRead;

    /** A locator for a program. */
    public SourceLocator(ElfFile elf) {
        this.elf = elf;
    }

    /** Why there are no files and lines though there is debugging information: it is damaged. */
    public Optional<String> problem() {
        read();
        return problem;
    }

    /**
     * The functions around an address, innermost first: those put into another, then the one that has code of its own. Empty if
     * nothing is known.
     */
    public List<SourceFrame> framesAt(int address) {
        read();
        try {
            List<SourceFrame> frames = inlinedFrames(address);
            return frames.isEmpty() ? symbolFrame(address) : frames;
        } catch (FirmwareException damaged) {
            inlines = Optional.empty();
            problem = Optional.of(damaged.getMessage());
            return symbolFrame(address);
        }
    }

    /** The place in the source that the instruction at an address comes from. */
    public Optional<SourceLine> lineAt(int address) {
        read();
        return lines.flatMap(table -> table.lineAt(address));
    }

    private void read() {
        if (isRead) {
            return;
        }
        isRead = true;
        try {
            Sections sections = Sections.of(elf);
            List<CompilationUnit> units = CompilationUnits.of(sections);
            lines = Optional.of(new LineProgram(elf, sections).read(CompilationUnits.directories(units)));
            inlines = Optional.of(new InlineTable(units));
        } catch (FirmwareException damaged) {
            problem = Optional.of(damaged.getMessage());
        }
    }

    private List<SourceFrame> inlinedFrames(int address) {
        Optional<CompilationUnit> unit = inlines.flatMap(table -> table.unitAt(address));
        if (unit.isEmpty()) {
            return List.of();
        }
        List<SourceFrame> frames = new ArrayList<>();
        Optional<SourceLine> line = lineAt(address);
        for (InlineTable.Scope scope : inlines.get().scopesAt(address, unit.get()).reversed()) {
            String name = inlines.get().name(scope);
            frames.add(new SourceFrame(name.isEmpty() ? symbol(address) : name, line, scope.isInlined()));
            line = callPlace(scope, unit.get());
        }
        return frames;
    }

    private Optional<SourceLine> callPlace(InlineTable.Scope scope, CompilationUnit unit) {
        return unit.lineOffset().flatMap(offset -> lines.flatMap(table -> table.file(offset, scope.callFile())))
                .map(file -> new SourceLine(file, scope.callLine(), scope.callColumn()));
    }

    private List<SourceFrame> symbolFrame(int address) {
        Optional<SourceLine> line = lineAt(address);
        String name = symbol(address);
        return name.isEmpty() && line.isEmpty() ? List.of() : List.of(new SourceFrame(name, line, false));
    }

    private String symbol(int address) {
        return elf.symbols().functionAt(address).map(SymbolTable.Location::symbol)
                .map(symbol -> Demangler.demangle(symbol.name())).orElse("");
    }
}
