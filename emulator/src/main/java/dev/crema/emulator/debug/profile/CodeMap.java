package dev.crema.emulator.debug.profile;

import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.Symbol;
import dev.crema.firmware.elf.SymbolTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which function an address belongs to. A function is known by the address of its first instruction; where there are no symbols, code
 * belongs to whatever address it was called at.
 */
public final class CodeMap {
    private static final int CACHE_BITS = 12;
    private static final int CACHED = 1 << CACHE_BITS;
    /** No function begins there. */
    static final int UNKNOWN = -1;

    private final Optional<SymbolTable> symbols;
    private final int[] cachedAddresses = new int[CACHED];
    private final int[] cachedFunctions = new int[CACHED];
    private final Map<Integer, String> names = new HashMap<>();

    /** The functions of a program, if its symbols are there. */
    public CodeMap(Optional<ElfFile> elf) {
        symbols = elf.map(ElfFile::symbols).filter(table -> table.symbols().stream().anyMatch(CodeMap::isFunction));
        Arrays.fill(cachedFunctions, UNKNOWN);
    }

    /** Whether there are names, rather than addresses only. */
    public boolean hasNames() {
        return symbols.isPresent();
    }

    /** Where functions begin, as far as is known. */
    public int[] starts() {
        return symbols.map(table -> table.symbols().stream().filter(CodeMap::isFunction).mapToInt(Symbol::address).distinct().toArray())
                .orElse(new int[0]);
    }

    private static boolean isFunction(Symbol symbol) {
        return symbol.kind() == Symbol.Kind.FUNCTION;
    }

    /** The function that an address belongs to, or {@link #UNKNOWN}. */
    int function(int address) {
        int slot = (address ^ address >>> CACHE_BITS) & CACHED - 1;
        if (cachedAddresses[slot] != address) {
            cachedAddresses[slot] = address;
            cachedFunctions[slot] = find(address);
        }
        return cachedFunctions[slot];
    }

    private int find(int address) {
        return symbols.flatMap(table -> table.functionAt(address)).map(location -> location.symbol().address()).orElse(UNKNOWN);
    }

    /** What a function is called: its symbol, or its address. */
    String name(int function) {
        return names.computeIfAbsent(function, start -> symbols.flatMap(table -> table.functionAt(start))
                .map(location -> location.symbol().name()).orElseGet(() -> "0x%08x".formatted(start)));
    }
}
