package dev.crema.emulator.device;

/** The 26 external interrupt inputs of each CPU. CPU 0 is PRO, 1 is APP. */
@FunctionalInterface
public interface CpuLines {
    /**
     * The inputs of a CPU have changed.
     *
     * @param cpu which
     * @param asserted bit n is the level of CPU interrupt n; internal interrupts are 0
     */
    void set(int cpu, int asserted);
}
