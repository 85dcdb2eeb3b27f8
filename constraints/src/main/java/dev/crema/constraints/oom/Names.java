package dev.crema.constraints.oom;

import dev.crema.constraints.fault.Allocator;
import dev.crema.emulator.debug.Symbolizer;
import dev.crema.firmware.elf.ElfFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names sites. Used on several threads. */
final class Names {
    private static final int DEEPEST = 4;

    private final Symbolizer symbols;
    private final Map<Integer, List<String>> known = new HashMap<>();

    Names(ElfFile elf) {
        symbols = new Symbolizer(elf);
    }

    private synchronized List<String> locate(int address) {
        return known.computeIfAbsent(address, at -> {
            List<String> places = symbols.locate(at);
            return places.isEmpty() ? List.of("0x%08x".formatted(at)) : places;
        });
    }

    /** Who wants the memory: the innermost function that is no part of an allocator, such as {@code f at main.c:12}. */
    String origin(Site site) {
        return path(site).getFirst();
    }

    /** The same and who calls it, the innermost first, a few of them. */
    List<String> path(Site site) {
        List<String> all = site.calls().stream().flatMap(address -> locate(address).stream()).map(Names::shortened).toList();
        List<String> wanting = all.stream().dropWhile(place -> Allocator.isAllocator(function(place))).toList();
        return (wanting.isEmpty() ? all : wanting).stream().limit(DEEPEST).toList();
    }

    private static String function(String place) {
        int at = place.indexOf(" at ");
        return at < 0 ? place : place.substring(0, at);
    }

    /** With the name of the file instead of its path on the machine that built it. */
    private static String shortened(String place) {
        int at = place.indexOf(" at ");
        return at < 0 ? place : place.substring(0, at + 4) + place.substring(Math.max(place.lastIndexOf('/') + 1, at + 4));
    }
}
