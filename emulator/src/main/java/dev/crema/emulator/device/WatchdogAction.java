package dev.crema.emulator.device;

/** What an unfed watchdog of a timer group does to the chip. Its interrupt is a wire of the block. */
public interface WatchdogAction {
    /**
     * Resets a CPU: the PRO CPU when it is timer group 0, the APP CPU when it is group 1 (TRM, "Reset and Clock", table of
     * sources).
     */
    void cpuReset();

    /** Resets all but the RTC. */
    void systemReset();
}
