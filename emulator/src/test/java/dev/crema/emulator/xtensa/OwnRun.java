package dev.crema.emulator.xtensa;

import java.util.Arrays;
import java.util.Optional;

/** A random program on our own core. */
final class OwnRun implements CoreEnvironment {
    private static final long PATIENCE_CYCLES = 1_000_000_000;

    private final FlatMemory memory = new FlatMemory(RandomProgram.SIZE);
    private final Core core = new Core(CoreConfig.esp32(0xcdcd), memory, this);
    private final Assembler program;

    private OwnRun(Assembler program) {
        this.program = program;
        memory.attach(core);
        memory.put(RandomProgram.ORIGIN, program.assemble());
        core.reset(program.address("begin"));
    }

    static OwnRun of(Assembler program) {
        return new OwnRun(program);
    }

    /** Ends the run when the log ends there. */
    OwnRun stopAt(int logEnd) {
        memory.store32(RandomProgram.STATE + RandomProgram.STOP, logEnd);
        return this;
    }

    OwnRun toFinish() {
        return to(program.address("finish"), 0);
    }

    /** To the beginning of a block in a pass. */
    OwnRun toBlock(int block, int pass) {
        return to(program.address(RandomBlocks.label(block)), pass);
    }

    private OwnRun to(int address, int times) {
        int[] left = {times + 1};
        core.probe(address, reached -> {
            left[0]--;
            return left[0] == 0;
        });
        core.run(core.cycle() + PATIENCE_CYCLES);
        if (left[0] != 0) {
            throw new AssertionError("our core does not come to the program's end, it is at 0x" + Integer.toHexString(core.pc()));
        }
        return this;
    }

    long instructions() {
        return core.instructions();
    }

    /** What the program would write: its log, then its state and scratch memory. */
    byte[] output() {
        int begin = RandomProgram.LOG - RandomProgram.ORIGIN;
        int state = RandomProgram.STATE - RandomProgram.ORIGIN;
        int end = memory.load32(RandomProgram.STATE + RandomProgram.LOG_END) - RandomProgram.ORIGIN;
        byte[] output = Arrays.copyOf(memory.contents(begin, end - begin), end - begin + RandomProgram.STATE_SIZE);
        System.arraycopy(memory.contents(state, RandomProgram.STATE_SIZE), 0, output, end - begin, RandomProgram.STATE_SIZE);
        return output;
    }

    String registers() {
        StringBuilder text = new StringBuilder();
        for (int register = 0; register < 16; register++) {
            text.append(String.format("a%-2d %08x  f%-2d %08x%n", register, core.a(register), register, core.f(register)));
        }
        return text.append(String.format("sar %d br %04x fcr %x fsr %x%n", core.special(SpecialRegister.SAR),
                core.special(SpecialRegister.BR), core.user(UserRegister.FCR), core.user(UserRegister.FSR))).toString();
    }

    String listing(int begin, int instructions) {
        StringBuilder text = new StringBuilder();
        int address = begin;
        for (int at = 0; at < 2 * instructions; at++) {
            int word = memory.load8(address) | memory.load8(address + 1) << 8 | memory.load8(address + 2) << 16;
            text.append(String.format("%08x  %s%n", address, Disassembler.disassemble(word, address)));
            address += Disassembler.length(word);
        }
        return text.toString();
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
}
