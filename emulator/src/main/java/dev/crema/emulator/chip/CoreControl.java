package dev.crema.emulator.chip;

import dev.crema.emulator.device.CpuLines;
import dev.crema.emulator.device.PowerControl;

/** What the peripherals can do to the cores. CPU 0 is PRO, 1 is APP. */
public interface CoreControl extends PowerControl, CpuLines {
    /** DPORT has released the reset of the APP CPU. */
    void resetAppCpu();

    /** DPORT lets the APP CPU run, or holds it. */
    void runAppCpu(boolean running);

    /** The CPU clock changed to this many ticks for each cycle. */
    void cpuClock(int ticksPerCycle);
}
