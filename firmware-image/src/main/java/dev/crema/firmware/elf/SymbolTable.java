package dev.crema.firmware.elf;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The symbols of a program, by name and by address. Looking up takes logarithmic time and allocates nothing but the answer.
 */
public final class SymbolTable {
    /** How many symbols before an address are asked whether they contain it: labels within a function hide its start. */
    private static final int LOOK_BACK = 256;

    /** A routine of unknown size is not believed to be longer, in bytes. */
    private static final int LONGEST_UNSIZED = 0x10000;

    /** Several symbols share an address: those with a size and a wider binding are the better names, and come last. */
    private static final Comparator<Symbol> BY_ADDRESS = Comparator
            .comparing(Symbol::address, Integer::compareUnsigned)
            .thenComparing(symbol -> symbol.kind() == Symbol.Kind.FUNCTION)
            .thenComparing(symbol -> symbol.size() > 0)
            .thenComparing(symbol -> symbol.binding() == Symbol.Binding.GLOBAL)
            .thenComparing(symbol -> symbol.binding() == Symbol.Binding.WEAK)
            .thenComparing(Symbol::name, Comparator.reverseOrder());

    private final List<Symbol> symbols;
    private final Symbol[] code;
    private final Map<String, Symbol> byName = new HashMap<>();

    /**
     * @param symbols in the order of the file
     * @param isCode which of them name instructions
     */
    SymbolTable(List<Symbol> symbols, Predicate<Symbol> isCode) {
        this.symbols = List.copyOf(symbols);
        this.code = symbols.stream().filter(isCode).sorted(BY_ADDRESS).toArray(Symbol[]::new);
        for (Symbol symbol : symbols) {
            byName.merge(symbol.name(), symbol, (a, b) -> a.binding() == Symbol.Binding.LOCAL ? b : a);
        }
    }

    /**
     * A function and where in it an address lies.
     *
     * @param offset bytes from its start
     */
    public record Location(Symbol symbol, int offset) {
    }

    /** All symbols in the order of the file. */
    public List<Symbol> symbols() {
        return symbols;
    }

    public boolean isEmpty() {
        return symbols.isEmpty();
    }

    /** The symbol with a (mangled) name; of several, the first that is not local to its object file. */
    public Optional<Symbol> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The address of a symbol. */
    public OptionalInt address(String name) {
        Symbol symbol = byName.get(name);
        return symbol == null ? OptionalInt.empty() : OptionalInt.of(symbol.address());
    }

    /**
     * The function that an address lies in: the one that contains it, or else the nearest before it whose size is unknown, as
     * with assembly routines and the mask ROM.
     */
    public Optional<Location> functionAt(int address) {
        int last = lastAtOrBefore(address);
        for (int i = last; i >= 0 && i > last - LOOK_BACK; i--) {
            if (code[i].contains(address)) {
                return Optional.of(new Location(code[i], address - code[i].address()));
            }
        }
        boolean reaches = last >= 0 && code[last].size() == 0 && address - code[last].address() < LONGEST_UNSIZED;
        return reaches ? Optional.of(new Location(code[last], address - code[last].address())) : Optional.empty();
    }

    private int lastAtOrBefore(int address) {
        int low = 0;
        int high = code.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Integer.compareUnsigned(code[middle].address(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
