package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.GuestFault;

/** A function of the ROM in Java. */
@FunctionalInterface
interface RomFunction {
    /**
     * Does what the function does.
     *
     * @throws GuestFault if the function touches memory that faults
     */
    void call(Call call);
}
