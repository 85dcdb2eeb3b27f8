package dev.crema.emulator.debug;

import java.util.OptionalInt;

/** Reads the guest's memory as a debugger does: no device is touched, nothing faults. */
@FunctionalInterface
public interface MemoryReader {
    /**
     * The little-endian word at an address.
     *
     * @param address a multiple of 4
     * @return empty where there is no RAM, ROM or mapped flash
     */
    OptionalInt word(int address);
}
