package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.CoreConfig;
import dev.crema.emulator.xtensa.CoreEnvironment;
import dev.crema.emulator.xtensa.ExceptionCause;
import dev.crema.emulator.xtensa.GuestFault;
import dev.crema.emulator.xtensa.HostFunction;
import dev.crema.emulator.xtensa.Memory;
import dev.crema.emulator.xtensa.SpecialRegister;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A core with a mask ROM and internal RAM, but no chip around it: registers of peripherals hold what was stored, and what goes to
 * the FIFO of UART0 is the console. Calls functions of the ROM and gives them functions of the application to call back.
 */
final class RomBench implements CoreEnvironment {
    /** RAM for the arguments of a test. */
    static final int DATA = 0x3FFB0000;

    private static final int CODE = 0x40080000;
    private static final int STACK = 0x3FFDF000;
    private static final int CALLBACKS = 0x40090000;
    private static final int CALLX8_A2 = 0x0002E0;
    private static final int CALL_LENGTH = 3;
    private static final long PATIENCE = 5_000_000;
    private static final int PS_WOE = 1 << 18;
    private static final int PS_UM = 1 << 5;
    private static final int SYSCALL_TABLE_POINTER = 0x3FFAE020;
    private static final int PUTC1 = 0x3FFAE014;
    private static final int ETS_WRITE_CHAR_UART = 0x40007CF8;
    private static final int WORD = 4;

    private final MaskRom rom;
    private final Space memory;
    private final Core core;
    private final Map<Integer, HostFunction> callbacks = new HashMap<>();
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final int syscalls;
    private int free = DATA;
    private boolean returned;

    RomBench(MaskRom rom) {
        this.rom = rom;
        memory = new Space();
        core = new Core(CoreConfig.esp32(0xCDCD), memory, this);
        memory.core = core;
        core.reset(CODE);
        memory.store32(CODE, CALLX8_A2);
        syscalls = allocate(0x90);
        memory.store32(SYSCALL_TABLE_POINTER, syscalls);
        memory.store32(PUTC1, ETS_WRITE_CHAR_UART);
    }

    /** A bench with our ROM; a call to what is missing ends the test. */
    static RomBench java() {
        return new RomBench(new JavaRom((core, function) -> {
            throw new AssertionError(function.message());
        }));
    }

    /** A bench with a real ROM of revision 3, if one is at hand: in the corpus or where the tools keep it. */
    static Optional<RomBench> real() {
        Path home = Path.of(System.getProperty("user.home"));
        String corpus = System.getProperty("crema.corpus", System.getenv().getOrDefault("CREMA_CORPUS", ""));
        Path inCorpus = Path.of(corpus, "roms", "esp32_rev300_rom.elf");
        return Optional.of(inCorpus).filter(Files::exists)
                .or(() -> RomFinder.in(home.resolve(".espressif"), home.resolve(".cargo")).find(3))
                .map(path -> new RomBench(RomDump.read(path)));
    }

    Memory memory() {
        return memory;
    }

    /** Calls a function with arguments in words; what does not fit into six registers goes onto the stack. */
    int call(int address, int... arguments) {
        core.special(SpecialRegister.PS, PS_WOE | PS_UM);
        core.special(SpecialRegister.WINDOWBASE, 0);
        core.special(SpecialRegister.WINDOWSTART, 1);
        core.special(SpecialRegister.VECBASE, MaskRom.ROM0_ADDRESS);
        core.a(1, STACK);
        core.a(2, address);
        for (int i = 0; i < arguments.length; i++) {
            if (i < 6) {
                core.a(10 + i, arguments[i]);
            } else {
                memory.store32(STACK + WORD * (i - 6), arguments[i]);
            }
        }
        core.pc(CODE);
        returned = false;
        core.probe(CODE + CALL_LENGTH, stopped -> {
            returned = true;
            return true;
        });
        core.run(core.cycle() + PATIENCE);
        if (!returned) {
            throw new AssertionError("0x%08x did not return; the core is at 0x%08x, EXCCAUSE %d, EPC1 0x%08x, EXCVADDR 0x%08x"
                    .formatted(address, core.pc(), core.special(SpecialRegister.EXCCAUSE), core.special(SpecialRegister.EPC1),
                            core.special(SpecialRegister.EXCVADDR)));
        }
        return core.a(10);
    }

    /** The second word of the result of the last call. */
    int secondResult() {
        return core.a(11);
    }

    /** RAM that nothing else uses. */
    int allocate(int bytes) {
        int address = free;
        free += bytes + 15 & -16;
        return address;
    }

    /** A string in RAM. */
    int string(String text) {
        return bytes((text + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Bytes in RAM. */
    int bytes(byte... bytes) {
        int address = allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            memory.store8(address + i, bytes[i]);
        }
        return address;
    }

    /** Words in RAM. */
    int words(int... words) {
        int address = allocate(WORD * words.length);
        for (int i = 0; i < words.length; i++) {
            memory.store32(address + WORD * i, words[i]);
        }
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

    /** What was printed since the last time. */
    String console() {
        String text = console.toString(StandardCharsets.ISO_8859_1);
        console.reset();
        return text;
    }

    /** The address of a function of the application. */
    int callback(RomFunction function) {
        int address = CALLBACKS + 16 * callbacks.size();
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
        // No debugger, no trace.
    }

    @Override
    public void conditionalStoreFailed(Core asking) {
        // There is one core.
    }

    /** ROM on both buses, SRAM1 and 2 on the data bus, SRAM0, and registers. */
    private final class Space extends Memory {
        private static final int BASE = 0x3FF00000;
        private static final int END = 0x400A0000;
        private static final int REGISTERS_END = 0x3FF80000;
        private static final int UART0_FIFO = 0x3FF40000;
        private static final int RAM = 0x3FFAE000;
        private static final int IRAM = 0x40070000;
        private static final int ROM_SIZE = MaskRom.ROM0_SIZE + MaskRom.ROM1_SIZE;

        private final GuestFault fault = new GuestFault();
        private final BitSet code = new BitSet();
        private final Map<Integer, Integer> registers = new HashMap<>();
        private Core core;

        Space() {
            super(new byte[ROM_SIZE + END - RAM], BASE, END - BASE);
            System.arraycopy(rom.rom0(), 0, backing, 0, MaskRom.ROM0_SIZE);
            System.arraycopy(rom.rom1(), 0, backing, MaskRom.ROM0_SIZE, MaskRom.ROM1_SIZE);
            for (int page = 0; page < ROM_SIZE; page += PAGE_SIZE) {
                mapLoad(MaskRom.ROM0_ADDRESS + page, page);
                mapFetch(MaskRom.ROM0_ADDRESS + page, page);
            }
            for (int page = 0; page < MaskRom.ROM1_SIZE; page += PAGE_SIZE) {
                mapLoad(MaskRom.ROM1_DATA_ADDRESS + page, MaskRom.ROM0_SIZE + page);
            }
            for (int page = RAM; page < MaskRom.ROM0_ADDRESS; page += PAGE_SIZE) {
                mapRam(page);
            }
            for (int page = IRAM; page < END; page += PAGE_SIZE) {
                mapRam(page);
                mapFetch(page, ROM_SIZE + page - RAM);
            }
        }

        private void mapRam(int page) {
            mapLoad(page, ROM_SIZE + page - RAM);
            mapStore(page, ROM_SIZE + page - RAM);
        }

        private int offset(int address, ExceptionCause cause) {
            if (Integer.compareUnsigned(address - RAM, END - RAM) >= 0) {
                throw fault.at(cause, address);
            }
            return ROM_SIZE + address - RAM;
        }

        private boolean isRegister(int address) {
            return Integer.compareUnsigned(address - BASE, REGISTERS_END - BASE) < 0;
        }

        @Override
        protected int slowLoad(int address, int width) {
            if (isRegister(address)) {
                return registers.getOrDefault(address, 0);
            }
            int value = 0;
            for (int at = width - 1; at >= 0; at--) {
                value = value << 8 | backing[offset(address + at, ExceptionCause.LOAD_PROHIBITED)] & 0xff;
            }
            return value;
        }

        @Override
        protected void slowStore(int address, int value, int width) {
            if (address == UART0_FIFO) {
                console.write(value);
            } else if (isRegister(address)) {
                registers.put(address, value);
            } else {
                for (int at = 0; at < width; at++) {
                    int offset = offset(address + at, ExceptionCause.STORE_PROHIBITED);
                    backing[offset] = (byte) (value >>> 8 * at);
                    if (code.get(offset >>> 2)) {
                        core.codeChanged(offset & ~3);
                    }
                }
            }
        }

        @Override
        public int fetchOffset(int address) {
            int entry = fetchEntry(address);
            if (entry < 0) {
                throw fault.at(ExceptionCause.INST_FETCH_PROHIBITED, address);
            }
            return entry + (address & PAGE_SIZE - 1);
        }

        @Override
        public void codeDecoded(int offset) {
            code.set(offset >>> 2);
            int address = offset - ROM_SIZE + RAM & -PAGE_SIZE;
            if (address >= IRAM) {
                mapStore(address, SLOW);
            }
        }
    }
}
