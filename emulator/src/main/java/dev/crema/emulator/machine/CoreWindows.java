package dev.crema.emulator.machine;

import dev.crema.emulator.debug.RegisterWindows;
import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.SpecialRegister;

/**
 * The windows of a core, for backtraces.
 *
 * @param core which has stopped
 */
public record CoreWindows(Core core) implements RegisterWindows {
    private static final int REGISTERS_IN_PANE = 4;

    @Override
    public int pc() {
        return core.pc();
    }

    @Override
    public int windowBase() {
        return core.special(SpecialRegister.WINDOWBASE);
    }

    @Override
    public boolean live(int pane) {
        return (core.special(SpecialRegister.WINDOWSTART) >>> pane & 1) != 0;
    }

    @Override
    public int register(int pane, int n) {
        return core.physical((pane * REGISTERS_IN_PANE + n) % (COUNT * REGISTERS_IN_PANE));
    }
}
