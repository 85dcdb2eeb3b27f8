package dev.crema.firmware.report;

import dev.crema.firmware.demangle.Demangler;
import dev.crema.firmware.dwarf.SourceLine;
import dev.crema.firmware.dwarf.SourceLocator;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ElfSection;
import dev.crema.firmware.elf.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who takes the room in a program: libraries if there is a map file, else Rust crates, else components by the paths of their
 * sources, else the symbols themselves.
 */
public final class Contributors {
    /** In the path of a source: ESP-IDF's components (also as reproducible builds call them), C libraries, crates, Rust. */
    private static final List<Pattern> COMPONENTS = List.of(Pattern.compile(".*/(?:managed_)?components/([^/]+)/.*"),
            Pattern.compile("/COMPONENT_(.+?)_DIR/.*"), Pattern.compile(".*/(newlib|picolibc|libgcc)[^/]*/.*"),
            Pattern.compile(".*/registry/src/[^/]+/([^/]+?)-[0-9][^/]*/.*"),
            Pattern.compile(".*/git/checkouts/([^/]+?)-[0-9a-f]+/.*"),
            Pattern.compile("/rustc/[^/]+/(?:library/)?([^/]+)/.*"));

    private final ElfFile elf;
    private final SourceLocator locator;
    private final Map<String, Long> bytes = new HashMap<>();

    /**
     * A contributor.
     *
     * @param bytes of the image that are its
     */
    public record Contributor(String name, long bytes) {
    }

    private Contributors(ElfFile elf) {
        this.elf = elf;
        this.locator = new SourceLocator(elf);
    }

    /** The contributors to the loaded sections of a program, largest first. */
    public static List<Contributor> of(ElfFile elf, Optional<LinkerMap> map) {
        Contributors contributors = new Contributors(elf);
        for (ElfSection section : elf.sections()) {
            if (section.address() != 0 && section.data().size() > 0) {
                map.ifPresentOrElse(m -> contributors.byMap(section, m), () -> contributors.bySymbols(section));
            }
        }
        return contributors.bytes.entrySet().stream().filter(entry -> entry.getValue() > 0)
                .map(entry -> new Contributor(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Contributor::bytes).reversed().thenComparing(Contributor::name)).toList();
    }

    private void byMap(ElfSection section, LinkerMap map) {
        List<LinkerMap.Stretch> within = map.stretches().stream()
                .filter(stretch -> Integer.toUnsignedLong(stretch.address() - section.address()) < section.size())
                .sorted(Comparator.comparing(LinkerMap.Stretch::address, Integer::compareUnsigned)).toList();
        Sweep sweep = new Sweep(section);
        within.forEach(stretch -> add(stretch.owner(), sweep.take(stretch.address(), stretch.size())));
        add("(" + section.name() + ", of no library)", sweep.rest());
    }

    private void bySymbols(ElfSection section) {
        List<Symbol> within = new ArrayList<>(elf.symbols().symbols().stream()
                .filter(symbol -> symbol.section() == section.index() && symbol.size() > 0).toList());
        within.sort(Comparator.comparing(Symbol::address, Integer::compareUnsigned));
        Sweep sweep = new Sweep(section);
        within.forEach(symbol -> add(owner(symbol), sweep.take(symbol.address(), symbol.size())));
        add("(" + section.name() + ", without symbols)", sweep.rest());
    }

    private void add(String owner, long count) {
        bytes.merge(owner, count, Long::sum);
    }

    private String owner(Symbol symbol) {
        return Demangler.crate(symbol.name())
                .or(() -> locator.lineAt(symbol.address()).map(SourceLine::file).flatMap(Contributors::component))
                .orElseGet(() -> Demangler.demangle(symbol.name()));
    }

    private static Optional<String> component(String path) {
        for (Pattern pattern : COMPONENTS) {
            Matcher matcher = pattern.matcher(path);
            if (matcher.matches()) {
                return Optional.of(matcher.group(1).toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    /** Counts every byte of a section once, though stretches overlap. */
    private static final class Sweep {
        private final long end;
        private long at;
        private long left;

        Sweep(ElfSection section) {
            at = Integer.toUnsignedLong(section.address());
            end = at + section.data().size();
            left = section.data().size();
        }

        long take(int address, long size) {
            long start = Math.max(at, Integer.toUnsignedLong(address));
            long stop = Math.min(end, Integer.toUnsignedLong(address) + size);
            long count = Math.max(0, stop - start);
            at = Math.max(at, stop);
            left -= count;
            return count;
        }

        long rest() {
            return left;
        }
    }
}
