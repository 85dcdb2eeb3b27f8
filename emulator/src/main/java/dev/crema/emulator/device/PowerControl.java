package dev.crema.emulator.device;

/** What the RTC controller can do to the chip around it. CPU 0 is PRO, 1 is APP. */
public interface PowerControl {
    /** Resets the chip, with or without the RTC domain as the reason says. */
    void systemReset(ResetReason reason);

    /** Resets a CPU and nothing else. */
    void cpuReset(int cpu, ResetReason reason);

    /** Holds a CPU still, or lets it go on. */
    void stall(int cpu, boolean stalled);

    /**
     * Both CPUs stand still from this instruction on. Deep sleep ends in {@link #systemReset}, light sleep in {@link #wake}.
     *
     * @param deep whether all but the RTC loses power
     */
    void sleep(boolean deep);

    /** Light sleep ends: the CPUs go on. */
    void wake();
}
