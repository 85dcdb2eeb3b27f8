package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.Memory;
import dev.crema.emulator.xtensa.SpecialRegister;

/**
 * A call of a ROM function by the windowed ABI (Xtensa ISA reference manual, section 8.1), as it stands before the function's
 * ENTRY: the window is still the caller's. With CALL<i>n</i> the return address is in a<i>n</i> and the arguments begin in
 * a<i>n+2</i>; what does not fit into six registers lies at the caller's stack pointer. Values of 64 bits take two words, the
 * low one first, in an even register.
 *
 * <p>Not executing ENTRY and RETW leaves what executing them would: the result register and the return address share their
 * window pane, so no frame of another function can be in the way.
 *
 * <p>One object serves all calls through a binding, one after the other.
 */
final class Call {
    private static final int CALLINC = 16;
    private static final int REGISTER_ARGUMENTS = 6;
    private static final int LAST_REGISTER = 15;
    /** The two highest bits of a return address hold the window increment; those of the pc stay (ISA reference manual, RETW). */
    private static final int RETURN_ADDRESS = 0x3FFFFFFF;

    private Core core;
    private Memory memory;
    private int returnRegister;
    private boolean returns;
    private byte[] scratch = new byte[0];

    /** The call that this core is about to make. */
    void begin(Core caller) {
        core = caller;
        memory = caller.memory();
        returnRegister = (caller.special(SpecialRegister.PS) >>> CALLINC & 3) << 2;
        returns = true;
    }

    /** Returns to the caller, unless the function asked for something else. */
    void end() {
        if (returns) {
            core.pc(core.a(returnRegister) & RETURN_ADDRESS | core.pc() & ~RETURN_ADDRESS);
        }
    }

    /** The calling core. */
    Core core() {
        return core;
    }

    /** The memory of the calling core. */
    Memory memory() {
        return memory;
    }

    /** Spends time. */
    void charge(long cycles) {
        core.charge(cycles);
    }

    /** An argument of 32 bits, or half of a longer one; counted in words from 0. */
    int word(int index) {
        if (index >= REGISTER_ARGUMENTS) {
            return memory.load32(core.a(1) + 4 * (index - REGISTER_ARGUMENTS));
        }
        int register = returnRegister + 2 + index;
        // CALL12 leaves room for two arguments; a compiler never passes more with it.
        return register <= LAST_REGISTER ? core.a(register) : 0;
    }

    /** An argument of 64 bits; the index counts words and is even. */
    long wide(int index) {
        return word(index) & 0xFFFFFFFFL | (long) word(index + 1) << 32;
    }

    /** A C bool or uint8_t argument. */
    int octet(int index) {
        return word(index) & 0xFF;
    }

    /** Sets the result. */
    void result(int value) {
        core.a(returnRegister + 2, value);
    }

    /** Sets a result of 64 bits. */
    void result(long value) {
        core.a(returnRegister + 2, (int) value);
        core.a(returnRegister + 3, (int) (value >>> 32));
    }

    /** Replaces a register argument, for a function that goes on in a later {@linkplain #again() call}. */
    void replace(int index, int value) {
        core.a(returnRegister + 2 + index, value);
    }

    /** The function is not finished: it is called again with the present registers, after interrupts had their chance. */
    void again() {
        returns = false;
    }

    /** Goes on at guest code that begins with ENTRY and returns to the same caller. */
    void jump(int address) {
        core.pc(address);
        returns = false;
    }

    /** A page of the host's memory for the use of the function, with any contents. */
    byte[] scratch() {
        if (scratch.length == 0) {
            scratch = new byte[Memory.PAGE_SIZE];
        }
        return scratch;
    }

    /** The address of the instruction after the call. */
    int returnAddress() {
        return core.a(returnRegister) & RETURN_ADDRESS | core.pc() & ~RETURN_ADDRESS;
    }
}
