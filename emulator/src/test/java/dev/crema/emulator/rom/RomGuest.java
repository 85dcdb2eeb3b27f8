package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.CoreConfig;
import dev.crema.emulator.xtensa.CoreEnvironment;
import dev.crema.emulator.xtensa.HostFunction;
import dev.crema.emulator.xtensa.SpecialRegister;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Calls functions of a ROM as an application does: by CALL8, from a frame of its own. */
final class RomGuest implements CoreEnvironment {
    /** Where the functions return to. */
    static final int RETURN = RomMemory.IRAM + 0x1F000;
    /** The stack pointer of the caller, in the RAM where the stack of the real ROM is. */
    static final int STACK = 0x3FFE3C00;
    private static final int VECTORS = 0x40000000;
    private static final int USER_EXCEPTION = VECTORS + 0x340;
    private static final int PS_CALL8 = 1 << 18 | 1 << 5 | 2 << 16;
    private static final long CYCLES = 50_000_000;

    final RomMemory memory;
    final Core core;
    private final MaskRom rom;
    private boolean faulted;
    private boolean returned;
    private long cycles;

    /** A guest with our ROM, in which a call to what is missing ends the test. */
    static RomGuest java() {
        return new RomGuest(new JavaRom((core, function) -> {
            throw new AssertionError(function.message());
        }));
    }

    RomGuest(MaskRom rom) {
        this.rom = rom;
        memory = new RomMemory(rom);
        core = new Core(CoreConfig.esp32(0xCDCD), memory, this);
        core.probe(RETURN, stopped -> {
            returned = true;
            return true;
        });
        core.probe(USER_EXCEPTION, stopped -> {
            faulted = true;
            return true;
        });
    }

    /** Calls a function and returns what it leaves in the result register. */
    int call(int function, int... arguments) {
        core.special(SpecialRegister.PS, PS_CALL8);
        core.special(SpecialRegister.WINDOWBASE, 0);
        core.special(SpecialRegister.WINDOWSTART, 1);
        core.special(SpecialRegister.VECBASE, VECTORS);
        core.a(0, RETURN & 0x3FFFFFFF | 0x40000000);
        core.a(1, STACK);
        core.a(8, RETURN & 0x3FFFFFFF | 0x80000000);
        // A base save area, so that a frame that overflows finds its caller's stack pointer.
        memory.store32(STACK - 12, STACK + 64);
        for (int i = 0; i < arguments.length; i++) {
            if (i < 6) {
                core.a(10 + i, arguments[i]);
            } else {
                memory.store32(STACK + 4 * (i - 6), arguments[i]);
            }
        }
        returned = false;
        faulted = false;
        core.pc(function);
        long before = core.cycle();
        core.run(before + CYCLES);
        cycles = core.cycle() - before;
        if (!returned && !faulted) {
            throw new AssertionError("0x%08x does not return but is at 0x%08x".formatted(function, core.pc()));
        }
        return core.a(10);
    }

    /** Calls a function whose arguments are doubles, and returns the double that it does. */
    double callDouble(int function, double a, double b) {
        long first = Double.doubleToRawLongBits(a);
        long second = Double.doubleToRawLongBits(b);
        call(function, (int) first, (int) (first >>> 32), (int) second, (int) (second >>> 32));
        return Double.longBitsToDouble(wideResult());
    }

    /** Puts a string with its NUL into RAM and returns its address. */
    int put(int address, String text) {
        memory.put(address, (text + "\0").getBytes(StandardCharsets.ISO_8859_1));
        return address;
    }

    /** The string at an address. */
    String text(int address) {
        StringBuilder text = new StringBuilder();
        for (int at = address; memory.load8(at) != 0; at++) {
            text.append((char) memory.load8(at));
        }
        return text.toString();
    }

    /** A result of 64 bits of the last call. */
    long wideResult() {
        return core.a(10) & 0xFFFFFFFFL | (long) core.a(11) << 32;
    }

    /** Whether the last call ended with an exception. */
    boolean faulted() {
        return faulted;
    }

    /** The exception of the last call. */
    String fault() {
        return "cause %d at %08x".formatted(core.special(SpecialRegister.EXCCAUSE), core.special(SpecialRegister.EXCVADDR));
    }

    /** How long the last call took. */
    long cycles() {
        return cycles;
    }

    @Override
    public Optional<HostFunction> hostFunction(Core asking, int address) {
        return rom.function(address);
    }

    @Override
    public int readExternalRegister(Core asking, int address) {
        return 0;
    }

    @Override
    public void writeExternalRegister(Core asking, int address, int value) {
        // The ROM writes none.
    }

    @Override
    public void conditionalStoreFailed(Core asking) {
        // The ROM has no atomic operations.
    }
}
