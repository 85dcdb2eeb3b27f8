package dev.crema.constraints.probe;

import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.SpecialRegister;

/**
 * How a function is called, as it shows before its first instruction: whether that is ENTRY decides (Xtensa ISA reference manual,
 * section 8.1, "The Windowed Register and CALL0 ABIs").
 */
enum CallConvention {
    /** The caller's window is still there; PS.CALLINC says how far ENTRY will move it. */
    WINDOWED {
        @Override
        int returnRegister(Core core) {
            return (core.special(SpecialRegister.PS) >>> CALLINC & 3) << 2;
        }

        /** An ENTRY that finds a live frame in its way raises an overflow and is executed again. */
        @Override
        boolean begins(Core core) {
            int windows = core.special(SpecialRegister.PS) >>> CALLINC & 3;
            int start = core.special(SpecialRegister.WINDOWSTART);
            int ahead = (start << PANES | start) >>> core.special(SpecialRegister.WINDOWBASE) + 1;
            return (ahead & (1 << windows) - 1) == 0;
        }

        @Override
        int returnAddress(Core core) {
            return core.a(returnRegister(core)) & IN_SEGMENT | core.pc() & ~IN_SEGMENT;
        }
    },

    /** Caller and function share all registers. */
    CALL0 {
        @Override
        int returnRegister(Core core) {
            return 0;
        }

        @Override
        boolean begins(Core core) {
            return true;
        }

        @Override
        int returnAddress(Core core) {
            return core.a(0);
        }
    };

    private static final int CALLINC = 16;
    private static final int PANES = 16;
    /** RETW stays in its gigabyte. */
    private static final int IN_SEGMENT = 0x3fff_ffff;
    /** The lower byte of ENTRY a1: its opcode. */
    private static final int ENTRY = 0x36;

    /** The convention of a function whose first byte is known. */
    static CallConvention of(int firstByte) {
        return firstByte == ENTRY ? WINDOWED : CALL0;
    }

    /** The register of the caller that holds the return address; arguments and result begin two further. */
    abstract int returnRegister(Core core);

    /** Whether the first instruction will be executed, rather than raise an exception and come again. */
    abstract boolean begins(Core core);

    /** Where the function will return to. */
    abstract int returnAddress(Core core);
}
