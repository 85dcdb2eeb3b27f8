package dev.crema.emulator.xtensa;

/** How the core enters its exception and interrupt vectors (Xtensa ISA reference manual, sections 4.4.1, 4.4.4, 4.7.1). */
final class Exceptions {
    private static final int WINDOW_OVERFLOW4 = 0x000;
    private static final int WINDOW_UNDERFLOW4 = 0x040;
    private static final int WINDOW_VECTORS_STRIDE = 0x080;
    private static final int LEVEL2 = 0x180;
    private static final int LEVEL_STRIDE = 0x040;
    private static final int KERNEL = 0x300;
    private static final int USER = 0x340;
    private static final int DOUBLE = 0x3c0;

    private Exceptions() { }

    /** The instruction at an address has raised a fault. */
    static void raise(Core core, GuestFault fault, int address) {
        switch (fault.kind()) {
            case ADDRESSED -> {
                core.special[SpecialRegister.EXCVADDR.number()] = fault.address();
                general(core, fault.number(), address);
            }
            case GENERAL -> general(core, fault.number(), address);
            case WINDOW_OVERFLOW -> overflow(core, fault.number(), address);
            case DEBUG -> {
                core.special[SpecialRegister.DEBUGCAUSE.number()] = fault.number();
                enterLevel(core, CoreConfig.DEBUG_LEVEL, address);
            }
        }
    }

    private static void general(Core core, int cause, int address) {
        core.special[SpecialRegister.EXCCAUSE.number()] = cause;
        if ((core.ps & Core.PS_EXCM) != 0) {
            core.special[SpecialRegister.DEPC.number()] = address;
            vector(core, DOUBLE);
            return;
        }
        core.special[SpecialRegister.EPC1.number()] = address;
        boolean user = (core.ps & Core.PS_UM) != 0;
        core.setPs(core.ps | Core.PS_EXCM);
        vector(core, user ? USER : KERNEL);
    }

    /** The window moves to the frame that is in the way; how large it is tells the distance to the frame after it. */
    private static void overflow(Core core, int distance, int address) {
        enterWindow(core, address, distance);
        int size = Math.min(Integer.numberOfTrailingZeros(core.windowsAhead(0) | 4), 2);
        vector(core, WINDOW_OVERFLOW4 + size * WINDOW_VECTORS_STRIDE);
    }

    /** The window moves to the frame that RETW at an address needs; its vector is where execution shall go on. */
    static int underflow(Core core, int windows, int address) {
        enterWindow(core, address, -windows);
        return address(core, WINDOW_UNDERFLOW4 + (windows - 1) * WINDOW_VECTORS_STRIDE);
    }

    private static void enterWindow(Core core, int address, int windows) {
        core.special[SpecialRegister.EPC1.number()] = address;
        core.setPs(core.ps & ~Core.PS_OWB | Core.PS_EXCM | core.windowBase() << Core.PS_OWB_SHIFT);
        core.rotate(windows);
    }

    /** An interrupt of a level is taken before the instruction at an address. */
    static void interrupt(Core core, int level, int address) {
        if (level == 1) {
            general(core, ExceptionCause.LEVEL1_INTERRUPT.number(), address);
        } else {
            enterLevel(core, level, address);
        }
    }

    private static void enterLevel(Core core, int level, int address) {
        core.special[SpecialRegister.EPC1.number() + level - 1] = address;
        core.special[SpecialRegister.EPS2.number() + level - 2] = core.ps;
        core.setPs(core.ps & ~Core.PS_INTLEVEL | Core.PS_EXCM | level);
        vector(core, LEVEL2 + (level - 2) * LEVEL_STRIDE);
    }

    private static void vector(Core core, int offset) {
        core.jump(address(core, offset));
    }

    private static int address(Core core, int offset) {
        return core.special[SpecialRegister.VECBASE.number()] + offset;
    }
}
