package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Assembler;
import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.CoreConfig;
import dev.crema.emulator.xtensa.CoreEnvironment;
import dev.crema.emulator.xtensa.HostFunction;
import dev.crema.emulator.xtensa.Memory;
import dev.crema.emulator.xtensa.SpecialRegister;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A core with a mask ROM and RAM, on which an application is played: it calls functions of the ROM, by CALL8 from guest code so
 * that they can wait and be called back, and lends them functions of its own. What goes to the FIFO of UART0 is the console.
 */
final class RomBench implements CoreEnvironment {
    private static final int DATA = 0x3FFB0000;
    private static final int CODE = RomMemory.IRAM;
    private static final int PROGRAMS = RomMemory.IRAM + 0x1000;
    private static final int CALLBACKS = RomMemory.IRAM + 0x10000;
    private static final int STACK = 0x3FFE3C00;
    private static final int REGISTER_ARGUMENTS = 6;
    private static final int PS_WINDOWED = 1 << 18 | 1 << 5;
    private static final long CYCLES = 5_000_000;
    private static final int SYSCALL_TABLE_POINTER = 0x3FFAE020;
    private static final int SYSCALL_TABLE_SIZE = 0x90;
    private static final int PUTC1 = 0x3FFAE014;
    private static final int ETS_WRITE_CHAR_UART = 0x40007CF8;
    private static final String CONSOLE = "3ff40000=000000";

    private final MaskRom rom;
    private final RomMemory memory;
    private final Core core;
    private final Map<Integer, HostFunction> callbacks = new HashMap<>();
    private final int syscalls;
    private int free = DATA;
    private int freeCode = PROGRAMS;
    private boolean returned;

    RomBench(MaskRom rom) {
        this.rom = rom;
        memory = new RomMemory(rom);
        core = new Core(CoreConfig.esp32(0xCDCD), memory, this);
        Assembler call = new Assembler(CODE).source("""
                    callx8 a2
                done:
                    nop
                """);
        memory.put(CODE, call.assemble());
        core.probe(call.address("done"), stopped -> {
            returned = true;
            return true;
        });
        syscalls = allocate(SYSCALL_TABLE_SIZE);
        memory.store32(SYSCALL_TABLE_POINTER, syscalls);
        memory.store32(PUTC1, ETS_WRITE_CHAR_UART);
    }

    /** A bench with our ROM; a call to what is missing ends the test. */
    static RomBench java() {
        return new RomBench(new JavaRom((core, function) -> {
            throw new AssertionError(function.message());
        }));
    }

    /** A bench with the real ROM; without one the test is skipped. */
    static RomBench real() {
        RomBench bench = new RomBench(RealRom.get());
        // What its start-up puts into the table of exception handlers for SYSCALL.
        bench.memory.store32(0x3FFE044C, 0x40000790);
        return bench;
    }

    Memory memory() {
        return memory;
    }

    /** Calls a function with arguments in words; what does not fit into six registers goes onto the stack. */
    int call(int address, int... arguments) {
        core.special(SpecialRegister.PS, PS_WINDOWED);
        core.special(SpecialRegister.WINDOWBASE, 0);
        core.special(SpecialRegister.WINDOWSTART, 1);
        core.special(SpecialRegister.VECBASE, MaskRom.ROM0_ADDRESS);
        core.a(1, STACK);
        // The stack pointer of the caller's caller, by which overflows find their place.
        memory.store32(STACK - 12, STACK + 64);
        core.a(2, address);
        for (int i = 0; i < arguments.length; i++) {
            if (i < REGISTER_ARGUMENTS) {
                core.a(10 + i, arguments[i]);
            } else {
                memory.store32(STACK + 4 * (i - REGISTER_ARGUMENTS), arguments[i]);
            }
        }
        core.pc(CODE);
        returned = false;
        core.run(core.cycle() + CYCLES);
        if (!returned) {
            throw new AssertionError("0x%08x does not return: at 0x%08x, EXCCAUSE %d, EPC1 0x%08x, EXCVADDR 0x%08x"
                    .formatted(address, core.pc(), core.special(SpecialRegister.EXCCAUSE), core.special(SpecialRegister.EPC1),
                            core.special(SpecialRegister.EXCVADDR)));
        }
        return core.a(10);
    }

    /** Code of the application. */
    int program(String source) {
        int address = freeCode;
        byte[] code = new Assembler(address).source(source).assemble();
        memory.put(address, code);
        freeCode += code.length + 3 & -4;
        return address;
    }

    /** RAM that nothing else uses. */
    int allocate(int bytes) {
        int address = free;
        free += bytes + 15 & -16;
        return address;
    }

    /** A string in RAM. */
    int string(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.ISO_8859_1);
        int address = allocate(bytes.length);
        memory.put(address, bytes);
        return address;
    }

    /** Words in RAM. */
    int words(int... words) {
        int address = allocate(4 * words.length);
        for (int i = 0; i < words.length; i++) {
            memory.store32(address + 4 * i, words[i]);
        }
        return address;
    }

    /** Words of RAM. */
    int[] wordsAt(int address, int count) {
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = memory.load32(address + 4 * i);
        }
        return words;
    }

    /** The string at an address. */
    String text(int address) {
        StringBuilder text = new StringBuilder();
        for (int at = address; memory.load8(at) != 0; at++) {
            text.append((char) memory.load8(at));
        }
        return text.toString();
    }

    /** What was printed since the last time. */
    String console() {
        StringBuilder text = new StringBuilder();
        for (String store : memory.stores) {
            if (store.startsWith(CONSOLE)) {
                text.append((char) Integer.parseInt(store.substring(CONSOLE.length()), 16));
            }
        }
        memory.stores.clear();
        return text.toString();
    }

    /** The address of a function of the application. */
    int callback(RomFunction function) {
        int address = CALLBACKS + 4 * callbacks.size();
        callbacks.put(address, new Binding(address, 1, "void callback(void)", function).hostFunction());
        return address;
    }

    /** Puts a function into the table of system calls. */
    void syscall(int offset, RomFunction function) {
        memory.store32(syscalls + offset, callback(function));
    }

    @Override
    public Optional<HostFunction> hostFunction(Core asking, int address) {
        return Optional.ofNullable(callbacks.get(address)).or(() -> rom.function(address));
    }

    @Override
    public int readExternalRegister(Core asking, int address) {
        return 0;
    }

    @Override
    public void writeExternalRegister(Core asking, int address, int value) {
        // There is no debugger to hear of it.
    }

    @Override
    public void conditionalStoreFailed(Core asking) {
        // There is one core.
    }
}
