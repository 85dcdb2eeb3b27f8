package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.HostFunction;
import dev.crema.emulator.xtensa.SpecialRegister;
import java.util.Optional;

/**
 * The first 32 KiB of ROM 0 exist twice: each CPU has its own (DPORT's ROM_PD_CTRL names them), alike but for the addresses of
 * the data. Dumps are of the PRO CPU's. Executed by the APP CPU as it is, its start-up would copy the PRO CPU's initial data
 * over what runs there already, and share its stack; so the APP CPU leaves out the copying and gets the stack that ESP-IDF's
 * memory layout reserves for it. The rest is the dump's code.
 */
enum AppCpuRom implements HostFunction {
    /** Behind the loop that sets the regions' attributes: the loop buffer is enabled, initialised data is copied. */
    COPY_DATA(0x400004EC) {
        @Override
        public void call(Core core) {
            core.special(SpecialRegister.MEMCTL, core.special(SpecialRegister.MEMCTL) | 1);
            core.pc(0x40000526);
        }
    },
    /** Where it sets up the stack and clears the rest of the data. */
    CLEAR_DATA(0x40000704) {
        @Override
        public void call(Core core) {
            core.a(0, 0);
            core.a(1, STACK);
            core.special(SpecialRegister.PS, PS_WOE_UM);
            core.pc(0x4000073D);
        }
    };

    private static final int STACK = 0x3FFE7E30;
    private static final int PS_WOE_UM = 0x00040020;

    private final int address;

    AppCpuRom(int address) {
        this.address = address;
    }

    /** What the APP CPU does in place of the code at an address. */
    static Optional<HostFunction> at(int address) {
        for (AppCpuRom place : values()) {
            if (place.address == address) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }
}
