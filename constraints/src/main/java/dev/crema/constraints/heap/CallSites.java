package dev.crema.constraints.heap;

import dev.crema.emulator.debug.StackFrame;
import dev.crema.emulator.debug.Symbolizer;
import dev.crema.firmware.elf.ElfFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The call sites of a program: each backtrace once, with names that are looked up when somebody asks. From any thread: forks have
 * them in common.
 */
final class CallSites {
    /** A guest that calls from ever new places does not fill the host's memory. */
    private static final int MOST_SITES = 50_000;

    private final Optional<Symbolizer> names;
    private final Map<List<Integer>, List<Integer>> backtraces = new HashMap<>();
    private final Map<List<Integer>, CallSite> named = new HashMap<>();
    private final Map<Integer, List<String>> frames = new HashMap<>();

    CallSites(Optional<ElfFile> elf) {
        names = elf.map(Symbolizer::new);
    }

    /** The addresses of a backtrace, always the same list for the same ones. */
    synchronized List<Integer> of(List<StackFrame> backtrace) {
        List<Integer> addresses = new ArrayList<>(backtrace.size());
        for (StackFrame frame : backtrace) {
            addresses.add(frame.pc());
        }
        List<Integer> known = backtraces.get(addresses);
        if (known == null && backtraces.size() < MOST_SITES) {
            known = List.copyOf(addresses);
            backtraces.put(known, known);
        }
        return known == null ? List.of() : known;
    }

    /** The same with names. */
    synchronized CallSite named(List<Integer> addresses) {
        return addresses.isEmpty() ? CallSite.UNKNOWN : named.computeIfAbsent(addresses, trace -> new CallSite(trace,
                trace.stream().flatMap(address -> frames.computeIfAbsent(address, this::locate).stream()).toList()));
    }

    private List<String> locate(int address) {
        List<String> located = names.map(symbols -> symbols.locate(address)).orElse(List.of());
        return located.isEmpty() ? List.of("0x%08x".formatted(address)) : located;
    }
}
