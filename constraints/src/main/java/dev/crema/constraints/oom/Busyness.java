package dev.crema.constraints.oom;

import dev.crema.emulator.chip.Esp32;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.xtensa.Core;

/** For how long a core of a machine has executed without a rest. */
final class Busyness {
    /** Of the cycles of a step, in percent: who executes in fewer has rested. */
    private static final int BUSY = 90;

    private final Machine machine;
    private final long[] cycles = new long[Esp32.CORES];
    private final long[] instructions = new long[Esp32.CORES];
    private final long[] busySince = new long[Esp32.CORES];

    Busyness(Machine machine) {
        this.machine = machine;
        for (int cpu = 0; cpu < Esp32.CORES; cpu++) {
            look(cpu);
            busySince[cpu] = machine.clock().now();
        }
    }

    /** Ticks for which the busier core has not rested, as far as the steps show; to be asked after each. */
    long afterStep() {
        long longest = 0;
        for (int cpu = 0; cpu < Esp32.CORES; cpu++) {
            long cyclesBefore = cycles[cpu];
            long instructionsBefore = instructions[cpu];
            look(cpu);
            long passed = cycles[cpu] - cyclesBefore;
            if (passed == 0 || 100 * (instructions[cpu] - instructionsBefore) < BUSY * passed) {
                busySince[cpu] = machine.clock().now();
            }
            longest = Math.max(longest, machine.clock().now() - busySince[cpu]);
        }
        return longest;
    }

    private void look(int cpu) {
        Core core = machine.core(cpu);
        cycles[cpu] = core.cycle();
        instructions[cpu] = core.instructions();
    }
}
