package dev.crema.constraints.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.StopCondition;
import dev.crema.emulator.machine.StopReason;
import dev.crema.emulator.xtensa.Assembler;
import dev.crema.firmware.FlashImage;
import java.time.Duration;
import java.util.List;

/** A guest that goes on with a program of a test, at the first call of one of its functions. */
final class Script {
    /**
     * Near the end of instruction RAM, of which these guests use nothing: at most it is free for those who ask for such memory.
     */
    private static final int CODE = 0x4009E000;
    /** RTC slow memory, of which they use only the beginning. */
    static final int DATA = 0x50001000;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

    final Machine machine;
    final MemoryTruth truth;
    final Heap heap;
    private final FlashImage image;
    private int cpu;

    Script(FlashImage image) {
        this.image = image;
        machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT);
        truth = MemoryTruth.watch(machine);
        heap = truth.heap();
    }

    /** Comes to the first call of a function. */
    Script until(String function) {
        FunctionProbes.Watch watch = truth.probes().watch(function, call -> {
            cpu = call.cpu();
            call.halt();
        });
        assertInstanceOf(StopReason.Requested.class, machine.run(LONG_ENOUGH));
        watch.close();
        return this;
    }

    /** Goes on at the label {@code begin} of a program instead of the function, up to {@code done}. */
    Script run(String program) {
        Assembler assembler = new Assembler(CODE).source(literals(program) + program + "\ndone: j done\n");
        machine.memory().write(CODE, assembler.assemble());
        machine.core(cpu).pc(assembler.address("begin"));
        StopCondition done = new StopCondition.Address(assembler.address("done"));
        assertEquals(new StopReason.Met(done), machine.run(LONG_ENOUGH, List.of(done)));
        return this;
    }

    /** For each {@code $function} in a program a literal of that name with its address. */
    private String literals(String program) {
        StringBuilder literals = new StringBuilder();
        program.lines().flatMap(line -> List.of(line.split("[ ,]+")).stream()).filter(word -> word.startsWith("$")).distinct()
                .forEach(name -> literals.append("%s: .word %d%n".formatted(name,
                        image.elf().orElseThrow().symbols().address(name.substring(1)).orElseThrow())));
        return literals.toString();
    }
}
