package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.Consumer;

/** The real ROM and ours, given the same and compared after each call. */
final class RomPair {
    /** Below the stack pointer each has its own frames. */
    private static final int FRAMES = 0x1000;

    private final RomGuest real;
    private final RomGuest java;

    RomPair(RomDump dump) {
        real = new RomGuest(dump);
        java = RomGuest.java();
    }

    /** Sets RAM of both. */
    void put(int address, byte... bytes) {
        real.memory.put(address, bytes);
        java.memory.put(address, bytes);
    }

    /** Sets a word of RAM of both. */
    void storeWord(int address, int value) {
        real.memory.store32(address, value);
        java.memory.store32(address, value);
    }

    /** A word of the real one's memory. */
    int word(int address) {
        return real.memory.load32(address);
    }

    /** Sets a register of both. */
    void putRegister(int address, int value) {
        real.memory.registers.put(address, value);
        java.memory.registers.put(address, value);
    }

    /** Adds a device to the memory of each. */
    void addDevice(Consumer<RomMemory> device) {
        device.accept(real.memory);
        device.accept(java.memory);
    }

    /**
     * Calls a function of both; exceptions, results, stores into registers and RAM must be the same.
     *
     * @param words how many words of the result count: 0, 1 or 2
     */
    void check(int words, int function, int... arguments) {
        int expected = real.call(function, arguments);
        long expectedWide = real.wideResult();
        int actual = java.call(function, arguments);
        String what = "%s(%s)".formatted(RomSymbols.get().at(function),
                Arrays.stream(arguments).mapToObj("%08x"::formatted).toList());
        assertEquals(real.faulted() ? real.fault() : "returned", java.faulted() ? java.fault() : "returned", what);
        if (!real.faulted()) {
            if (words == 1) {
                assertEquals("%08x".formatted(expected), "%08x".formatted(actual), what);
            } else if (words == 2) {
                assertEquals("%016x".formatted(expectedWide), "%016x".formatted(java.wideResult()), what);
            }
        }
        assertEquals(real.memory.stores, java.memory.stores, what);
        real.memory.stores.clear();
        java.memory.stores.clear();
        if (real.faulted()) {
            // How much a function had done by then is its own affair.
            java.memory.copyRam(real.memory);
        }
        int difference = real.memory.firstDifference(java.memory, RomGuest.STACK - FRAMES, RomGuest.STACK);
        assertEquals(0, difference, () -> what + " differs in memory at %08x".formatted(difference));
    }
}
