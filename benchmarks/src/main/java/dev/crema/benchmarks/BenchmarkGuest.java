package dev.crema.benchmarks;

import dev.crema.emulator.xtensa.Assembler;
import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.CoreConfig;
import dev.crema.emulator.xtensa.CoreEnvironment;
import dev.crema.emulator.xtensa.HostFunction;
import dev.crema.emulator.xtensa.Memory;
import dev.crema.emulator.xtensa.SpecialRegister;
import dev.crema.emulator.xtensa.Translation;
import dev.crema.firmware.ByteView;
import dev.crema.firmware.elf.ElfFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** A core with nothing but RAM around it. */
final class BenchmarkGuest implements CoreEnvironment {
    static final int BASE = 0x4008_0000;
    private static final int SIZE = 1 << 17;
    private static final int VECTORS = BASE;
    private static final int CODE = BASE + 0x1000;
    private static final int DATA = BASE + 0x8000;
    private static final int STACK = BASE + SIZE - 64;
    private static final int PS_WINDOWED = 0x4_0020;

    /** The handlers for frames of eight registers, which is what compilers make. */
    static final String WINDOW_HANDLERS = """
                .space 0x80
                s32e a0, a9, -16
                l32e a0, a1, -12
                s32e a1, a9, -12
                s32e a2, a9, -8
                s32e a3, a9, -4
                s32e a4, a0, -32
                s32e a5, a0, -28
                s32e a6, a0, -24
                s32e a7, a0, -20
                rfwo
                .align 64
                l32e a0, a9, -16
                l32e a1, a9, -12
                l32e a2, a9, -8
                l32e a7, a1, -12
                l32e a3, a9, -4
                l32e a4, a7, -32
                l32e a5, a7, -28
                l32e a6, a7, -24
                l32e a7, a7, -20
                rfwu
            """;

    private final Ram ram = new Ram();
    private final Core core = new Core(CoreConfig.esp32(0xcdcd), ram, this);

    BenchmarkGuest(GuestProgram program) {
        ram.put(VECTORS, new Assembler(VECTORS).source(WINDOW_HANDLERS).assemble());
        Assembler assembler = new Assembler(CODE)
                .source("polynomial: .word 0xedb88320\n data: .word " + DATA + "\n" + program.source());
        ram.put(CODE, assembler.assemble());
        core.reset(assembler.address("start"));
        core.special(SpecialRegister.PS, PS_WINDOWED);
        core.special(SpecialRegister.VECBASE, VECTORS);
        core.a(1, STACK);
        ram.store32(STACK - 12, STACK);
    }

    /** @param elf a program that sets up everything it needs */
    BenchmarkGuest(byte[] elf) {
        ElfFile file = ElfFile.parse(ByteView.of("program", elf));
        file.segments().forEach(segment -> ram.put(segment.physicalAddress(), segment.data().toArray()));
        core.reset(file.entry());
    }

    /** From now on hot code is translated. */
    void translate() {
        core.translate(Translation.inBackground());
    }

    /** Executes for a number of cycles and tells how many instructions these were. */
    long run(long cycles) {
        long before = core.instructions();
        core.run(core.cycle() + cycles);
        return core.instructions() - before;
    }

    /** Executes up to an address and tells how many instructions these were. */
    long runTo(int address) {
        boolean[] there = {false};
        core.probe(address, reached -> {
            there[0] = true;
            return true;
        });
        while (!there[0]) {
            run(1_000_000);
        }
        return core.instructions();
    }

    @Override
    public Optional<HostFunction> hostFunction(Core asking, int address) {
        return Optional.empty();
    }

    @Override
    public int readExternalRegister(Core asking, int address) {
        return 0;
    }

    @Override
    public void writeExternalRegister(Core asking, int address, int value) { }

    @Override
    public void conditionalStoreFailed(Core asking) { }

    private static final class Ram extends Memory {
        Ram() {
            super(new int[SIZE / Integer.BYTES], BASE, SIZE);
            for (int offset = 0; offset < SIZE; offset += PAGE_SIZE) {
                mapLoad(BASE + offset, offset);
                mapStore(BASE + offset, offset);
                mapFetch(BASE + offset, offset);
            }
        }

        void put(int address, byte[] bytes) {
            MemorySegment.copy(bytes, 0, bytes(), ValueLayout.JAVA_BYTE, address - BASE, bytes.length);
        }

        @Override
        protected int slowLoad(int address, int width) {
            throw new IllegalStateException("the benchmark loads from 0x" + Integer.toHexString(address));
        }

        @Override
        protected void slowStore(int address, int value, int width) {
            throw new IllegalStateException("the benchmark stores to 0x" + Integer.toHexString(address));
        }

        @Override
        public int fetchOffset(int address) {
            if (fetchEntry(address) < 0) {
                throw new IllegalStateException("the benchmark jumps to 0x" + Integer.toHexString(address));
            }
            return address - BASE;
        }

        @Override
        public void codeDecoded(int offset) { }
    }
}
