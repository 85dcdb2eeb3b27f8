package dev.crema.emulator.xtensa;

/**
 * Host code in place of guest code. It is called in place of the instruction at its address, so the register window is still
 * that of the caller if the guest code would begin with ENTRY.
 */
@FunctionalInterface
public interface HostFunction {
    /**
     * Does the work, charges its time with {@link Core#charge(long)} and sets the program counter; if it leaves the program
     * counter alone it is called again, after interrupts had their chance.
     *
     * @throws GuestFault if an access of the function faults; the program counter of the fault is the function's address
     */
    void call(Core core);
}
