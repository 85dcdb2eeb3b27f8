package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/**
 * The interrupt matrix (TRM, "Interrupt Matrix"): leads each of 69 sources to one of the 32 interrupts of each CPU; the wires
 * that meet at an interrupt are ORed. Interrupts that the CPU raises itself are not connected, so mapping a source to one parks
 * it. DPORT holds its registers.
 */
public final class InterruptMatrix implements Stateful {
    /** How many sources there are. */
    public static final int SOURCES = 69;
    /** Source 24: the first of the four by which the CPUs interrupt each other. */
    public static final int FROM_CPU_0 = 24;
    /** Source 68: access to a cached window that is closed. */
    public static final int CACHE_IA = 68;
    /** Where each source leads after reset: CPU interrupt 16, a timer of the CPU itself. */
    static final int PARKED = 16;

    private static final int CPUS = 2;
    private static final int CPU_INTERRUPTS = 32;
    /** 6, 15 and 16 are the CPU's timers, 7 and 29 software, 11 profiling (TRM, table of CPU interrupts). */
    private static final int INTERNAL = 1 << 6 | 1 << 7 | 1 << 11 | 1 << 15 | 1 << 16 | 1 << 29;

    private final CpuLines lines;
    private final boolean[][] levels = new boolean[CPUS][SOURCES];
    private final int[][] maps = new int[CPUS][SOURCES];
    /** How many asserted sources lead to each interrupt, so that a change costs the same whatever else is asserted. */
    private final int[][] asserted = new int[CPUS][CPU_INTERRUPTS];
    private final int[] driven = new int[CPUS];

    /** A matrix in which everything is parked. */
    public InterruptMatrix(CpuLines lines) {
        this.lines = lines;
        reset();
    }

    /** The wire of a source, 0 to 68. */
    public InterruptLine source(int number) {
        return level -> {
            drive(0, number, level);
            drive(1, number, level);
        };
    }

    /** The wire of a source that is not the same for both CPUs: GPIO, 22, and its non-maskable twin, 23. */
    public InterruptLine source(int number, int cpu) {
        return level -> drive(cpu, number, level);
    }

    private void drive(int cpu, int source, boolean level) {
        if (levels[cpu][source] != level) {
            levels[cpu][source] = level;
            count(cpu, maps[cpu][source], level ? 1 : -1);
        }
    }

    private void count(int cpu, int interrupt, int change) {
        asserted[cpu][interrupt] += change;
        int bit = 1 << interrupt & ~INTERNAL;
        int now = asserted[cpu][interrupt] > 0 ? driven[cpu] | bit : driven[cpu] & ~bit;
        if (now != driven[cpu]) {
            driven[cpu] = now;
            lines.set(cpu, now);
        }
    }

    /** Leads a source to an interrupt, 0 to 31, of a CPU. */
    void map(int cpu, int source, int interrupt) {
        if (levels[cpu][source]) {
            count(cpu, maps[cpu][source], -1);
            count(cpu, interrupt, 1);
        }
        maps[cpu][source] = interrupt;
    }

    /** The levels of 32 sources, the first in bit 0: a status register of a CPU. */
    int status(int cpu, int word) {
        int status = 0;
        int first = 32 * word;
        for (int source = first; source < Math.min(first + 32, SOURCES); source++) {
            if (levels[cpu][source]) {
                status |= 1 << source - first;
            }
        }
        return status;
    }

    /** Parks every source. The levels of the sources are theirs and stay. */
    void reset() {
        for (int cpu = 0; cpu < CPUS; cpu++) {
            for (int source = 0; source < SOURCES; source++) {
                map(cpu, source, PARKED);
            }
        }
    }

    @Override
    public void state(State state) {
        for (int cpu = 0; cpu < CPUS; cpu++) {
            state.booleans(levels[cpu]);
            state.ints(asserted[cpu]);
            for (int source = 0; source < SOURCES; source++) {
                maps[cpu][source] = state.index(maps[cpu][source], CPU_INTERRUPTS);
            }
        }
        state.ints(driven);
    }
}
