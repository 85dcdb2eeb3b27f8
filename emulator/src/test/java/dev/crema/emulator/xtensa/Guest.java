package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A core, its memory and a program, for tests. The program begins at {@link #ORIGIN}; its vectors, if any, at {@link #VECTORS}. */
final class Guest implements CoreEnvironment {
    static final int ORIGIN = FlatMemory.BASE + 0x1000;
    static final int VECTORS = FlatMemory.BASE + 0x8000;
    static final int STACK = FlatMemory.BASE + 0x4_0000;
    /** Windowed code, no exception. */
    static final int PS_WINDOWED = Core.PS_WOE | Core.PS_UM;

    final FlatMemory memory = new FlatMemory();
    final Core core = new Core(CoreConfig.esp32(0xcdcd), memory, this);
    final Assembler assembler = new Assembler(ORIGIN);
    final Map<Integer, HostFunction> hostFunctions = new HashMap<>();
    /** What the interrupt inputs become when a value is written to an external register. */
    final Map<Integer, Integer> interruptInputs = new HashMap<>();
    int failedConditionalStores;
    private boolean reached;

    /** A program: its source, which runs to the label {@code done}. */
    Guest(String source) {
        memory.attach(core);
        memory.put(ORIGIN, assembler.source(source).assemble());
        core.reset(ORIGIN);
        core.special(SpecialRegister.PS, PS_WINDOWED);
        core.special(SpecialRegister.VECBASE, VECTORS);
        core.a(1, STACK);
    }

    /** Assembles code at another place. */
    Guest at(int address, String source) {
        memory.put(address, new Assembler(address).source(source).assemble());
        return this;
    }

    /** Runs to the label {@code done}. */
    Guest run() {
        return runTo(assembler.address("done"), 1_000_000);
    }

    Guest runTo(int address, long cycles) {
        reached = false;
        core.probe(address, stopped -> {
            reached = true;
            return true;
        });
        core.run(core.cycle() + cycles);
        if (!reached) {
            throw new AssertionError("not there after " + cycles + " cycles, but at 0x" + Integer.toHexString(core.pc())
                    + ", EXCCAUSE " + core.special(SpecialRegister.EXCCAUSE)
                    + ", EPC1 0x" + Integer.toHexString(core.special(SpecialRegister.EPC1)));
        }
        return this;
    }

    /** Runs in turns of so many cycles: what is translated comes in between them. */
    Guest runTurns(int turns, int cycles) {
        for (int turn = 0; turn < turns; turn++) {
            core.run(core.cycle() + cycles);
        }
        return this;
    }

    /** Runs in such turns to the label {@code done}, at most a thousand. */
    Guest runTurnsToDone(int cycles) {
        for (int turn = 0; turn < 1_000 && core.pc() != label("done"); turn++) {
            runTurns(1, cycles);
        }
        return this;
    }

    /** Runs in such turns, translated from the second execution on or not at all, and sees that it was so. */
    Guest runTurns(int turns, int cycles, boolean translated) {
        if (translated) {
            core.translate(Translation.atOnce(1));
        }
        runTurns(turns, cycles);
        assertEquals(translated, core.translatedInstructions() > 500);
        return this;
    }

    int a(int n) {
        return core.a(n);
    }

    int special(SpecialRegister register) {
        return core.special(register);
    }

    int label(String name) {
        return assembler.address(name);
    }

    @Override
    public Optional<HostFunction> hostFunction(Core asking, int address) {
        return Optional.ofNullable(hostFunctions.get(address));
    }

    @Override
    public int readExternalRegister(Core asking, int address) {
        return ~address;
    }

    @Override
    public void writeExternalRegister(Core asking, int address, int value) {
        memory.store32(STACK, address ^ value);
        if (interruptInputs.containsKey(value)) {
            asking.setInterruptInputs(interruptInputs.get(value));
        }
    }

    @Override
    public void conditionalStoreFailed(Core asking) {
        failedConditionalStores++;
    }
}
