package dev.crema.emulator.debug;

/** The registers of a stopped core, as far as a backtrace needs them. */
public interface RegisterWindows {
    /** Panes of four registers in the file of an LX6 (64 registers). */
    int COUNT = 16;

    /** The program counter. */
    int pc();

    /** WINDOWBASE: the pane that holds a0 to a3 of the present window. */
    int windowBase();

    /** Whether a pane begins a window that has not been spilled (WINDOWSTART). */
    boolean live(int pane);

    /** Register aN of the window that begins at a pane. */
    int register(int pane, int n);
}
