package dev.crema.constraints.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.debug.StackFrame;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.elf.SymbolTable;
import dev.crema.firmware.samples.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Backtraces of code without register windows: the endpoint sample's, from the functions that are called most deeply. */
class EndpointBacktraceTest {
    private final Set<List<String>> stacks = new HashSet<>();

    @Test
    void everyStackOfTheEndpointGoesBackToMain() {
        FlashImage image = Samples.acceleratedEndpoint();
        Machine machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT);
        FunctionProbes probes = new FunctionProbes(machine);
        for (String function : List.of("memcpy", "heap_alloc", "memset")) {
            probes.watch(function, call -> {
                List<String> names = new ArrayList<>();
                for (StackFrame frame : call.backtrace()) {
                    names.add(name(machine, frame.pc()));
                }
                stacks.add(names);
            });
        }
        machine.run(Duration.ofMillis(400));
        stacks.forEach(stack -> assertTrue(stack.contains("main") || stack.contains("_start"), stack::toString));
        assertTrue(stacks.stream().anyMatch(stack -> stack.size() >= 4), stacks::toString);
        assertEquals(0, stacks.stream().filter(stack -> stack.contains("?")).count(), stacks::toString);
    }

    private static String name(Machine machine, int pc) {
        Optional<SymbolTable.Location> at = machine.elf().orElseThrow().symbols().functionAt(pc);
        return at.map(location -> location.symbol().name()).orElse("?");
    }
}
