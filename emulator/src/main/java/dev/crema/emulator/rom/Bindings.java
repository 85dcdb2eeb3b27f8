package dev.crema.emulator.rom;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the classes of ROM functions register them. */
final class Bindings {
    /** Cycles of a call, ENTRY, a few instructions and RETW. */
    static final int SHORT = 8;
    /** Cycles of one turn of a waiting loop. */
    private static final int LOOP = 5;

    private final Map<Integer, Binding> byAddress = new HashMap<>();

    /** Binds a function that takes about as long as its call. */
    void bind(int address, String prototype, RomFunction function) {
        bind(address, SHORT, prototype, function);
    }

    /** Binds a function; the cycles are those of a call without its loops. */
    void bind(int address, int cycles, String prototype, RomFunction function) {
        Binding binding = new Binding(address, cycles, prototype, function);
        if (byAddress.putIfAbsent(address, binding) != null) {
            throw new IllegalStateException("two functions at 0x%08x: %s and %s"
                    .formatted(address, byAddress.get(address).prototype(), prototype));
        }
    }

    /**
     * Binds the place inside a function where it waits: one turn of the loop. The function {@linkplain Call#jump jumps} there and
     * its arguments are still in their registers, or what it put there.
     */
    void bindLoop(int address, String prototype, RomFunction turn) {
        bind(address, LOOP, prototype, turn);
    }

    /** The binding of an address. */
    Optional<Binding> at(int address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** All bindings, in no order that means anything. */
    List<Binding> all() {
        return new ArrayList<>(byAddress.values());
    }
}
