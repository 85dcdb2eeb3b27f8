package dev.crema.emulator.device;

/** What DPORT does to the APP CPU. */
public interface AppCpuControl {
    /** Its reset is released: when it next runs, it does so from the reset vector. */
    void reset();

    /** It executes, or stands still: its clock is off, it is held in reset or RUNSTALL holds it. */
    void run(boolean running);
}
