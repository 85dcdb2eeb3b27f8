package dev.crema.emulator.xtensa;

/** The debug option: breakpoints on instructions and data, and ICOUNT (Xtensa ISA reference manual, section 4.7.6). */
final class Debug {
    /** Bits of DEBUGCAUSE. */
    private static final int ICOUNT = 1;
    private static final int IBREAK = 2;
    private static final int DBREAK = 4;
    private static final int DBREAK_NUMBER_SHIFT = 8;

    private static final int STORES = 1 << 31;
    private static final int LOADS = 1 << 30;
    private static final int ADDRESS_MASK = 0x3f;

    private final Core core;

    Debug(Core core) {
        this.core = core;
    }

    void reset() {
        write(SpecialRegister.IBREAKENABLE, 0);
        write(SpecialRegister.ICOUNT, 0);
        write(SpecialRegister.ICOUNTLEVEL, 0);
        write(SpecialRegister.DBREAKC0, 0);
        write(SpecialRegister.DBREAKC1, 0);
    }

    /** The registers have the values of another time: what follows from them is to be found again. */
    void restored() {
        watch(0);
        watch(1);
    }

    private void write(SpecialRegister register, int value) {
        register.write(core, value);
    }

    /** Whether each instruction must be looked at before it is executed. */
    boolean armed() {
        return core.special[SpecialRegister.IBREAKENABLE.number()] != 0 || counting();
    }

    /** Whether instructions are counted below some interrupt level. */
    boolean countsInstructions() {
        return core.special[SpecialRegister.ICOUNTLEVEL.number()] != 0;
    }

    private boolean counting() {
        return core.interruptLevel() < core.special[SpecialRegister.ICOUNTLEVEL.number()];
    }

    /** Raises a debug exception, unless the core is at the debug level or above. */
    void raise(int cause) {
        if (core.interruptLevel() < CoreConfig.DEBUG_LEVEL) {
            throw core.fault.debug(cause);
        }
    }

    /** An instruction is about to be executed. */
    void before(int address) {
        for (int number = 0; number < 2; number++) {
            if ((core.special[SpecialRegister.IBREAKENABLE.number()] >>> number & 1) != 0
                    && core.special[SpecialRegister.IBREAKA0.number() + number] == address) {
                raise(IBREAK);
            }
        }
        if (counting() && ++core.special[SpecialRegister.ICOUNT.number()] == 0) {
            raise(ICOUNT);
        }
    }

    /** DBREAKAn or DBREAKCn was written. */
    void watch(int number) {
        int control = core.special[SpecialRegister.DBREAKC0.number() + number];
        int mask = control & ADDRESS_MASK | ~ADDRESS_MASK;
        int address = core.special[SpecialRegister.DBREAKA0.number() + number] & mask;
        core.memory.watch(number, address, -mask, (control & LOADS) != 0, (control & STORES) != 0,
                touched -> raise(DBREAK | touched << DBREAK_NUMBER_SHIFT));
    }
}
