package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Core;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The firmware has called what the Java ROM does not have.
 *
 * @param name of the function, or the nearest one before the address with the distance
 * @param address that was called
 * @param caller address of the call instruction
 * @param arguments the six words that a call passes in registers, of which the function may use fewer
 */
public record UnboundRomFunction(String name, int address, int caller, List<Integer> arguments) {
    /** Told when it happens; the core is at the address and stays there. */
    @FunctionalInterface
    public interface Listener {
        /** Stops the machine. */
        void unbound(Core core, UnboundRomFunction function);
    }

    private static final int CALL_LENGTH = 3;
    private static final int ARGUMENTS = 6;

    /** The call that this core is about to make. */
    static UnboundRomFunction at(Core core, int address) {
        Call call = new Call();
        call.begin(core);
        List<Integer> arguments = IntStream.range(0, ARGUMENTS).mapToObj(call::word).toList();
        return new UnboundRomFunction(RomSymbols.get().at(address), address, call.returnAddress() - CALL_LENGTH, arguments);
    }

    /** One sentence that says so; the arguments are named by the registers in which the function would find them. */
    public String message() {
        String registers = IntStream.range(0, arguments.size())
                .mapToObj(i -> "a%d=0x%08x".formatted(i + 2, arguments.get(i)))
                .collect(Collectors.joining(" "));
        return "ROM function %s (0x%08x) is not in the built-in ROM; called from 0x%08x with %s; use a real mask ROM"
                .formatted(name, address, caller, registers);
    }
}
