package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The interpreter against QEMU: random programs over every instruction that the two share, some ten million of them, their logs
 * compared. Skipped where there is no qemu-system-xtensa.
 */
class QemuDifferentialTest {
    private static final int PASSES = 120;
    private static final int BLOCKS = 110;
    private static final int INSTRUCTIONS = 60;
    private static final int FUNCTIONS = 13;
    private static final int FUNCTION_INSTRUCTIONS = 8;
    private static final int NIGHTLY_ROUNDS = 10;

    @TempDir
    static Path folder;
    private static QemuOracle qemu;

    @BeforeAll
    static void findQemu() {
        qemu = QemuOracle.find(folder).orElse(null);
        Assumptions.assumeTrue(qemu != null, "qemu-system-xtensa is not installed (Debian: qemu-system-misc)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"de212", "dc233c", "de233_fpu"})
    void blocks(String core) throws IOException, InterruptedException {
        Set<String> available = QemuCapabilities.of(qemu, core);
        assertTrue(available.size() > 100, core + " has only " + available);
        for (long seed = 1; seed <= 5; seed++) {
            compareBlocks(core, available, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"de212", "dc233c", "de233_fpu"})
    void functions(String core) throws IOException, InterruptedException {
        Set<String> available = QemuCapabilities.of(qemu, core);
        assertTrue(available.contains("entry"), core + " has no windows");
        for (long seed = 1; seed <= 2; seed++) {
            compareFunctions(core, available, seed);
        }
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(strings = {"de212", "dc233c", "de233_fpu"})
    void hundredMillionInstructions(String core) throws IOException, InterruptedException {
        Set<String> available = QemuCapabilities.of(qemu, core);
        for (long seed = 100; seed < 100 + NIGHTLY_ROUNDS; seed++) {
            compareBlocks(core, available, seed);
            if (available.contains("entry")) {
                compareFunctions(core, available, seed);
            }
        }
    }

    private static void compareFunctions(String core, Set<String> available, long seed) throws IOException, InterruptedException {
        Assembler program = new RandomFunctions(seed, available, FUNCTIONS, FUNCTION_INSTRUCTIONS).assemble(PASSES);
        ByteBuffer theirs = little(qemu.run(core, RandomProgram.ORIGIN, program.assemble(), program.address("begin")));
        ByteBuffer ours = little(OwnRun.of(program).toFinish().output());
        assertEquals(theirs.remaining(), ours.remaining(), () -> core + ", seed " + seed + ": numbers of calls differ");
        int difference = ours.mismatch(theirs);
        assertTrue(difference < 0, () -> core + ", seed " + seed + ": function results differ from return " + difference / 4 + " on");
    }

    private static void compareBlocks(String core, Set<String> available, long seed) throws IOException, InterruptedException {
        Assembler program = new RandomBlocks(seed, available, BLOCKS, INSTRUCTIONS).assemble(PASSES);
        byte[] image = program.assemble();
        byte[] theirs = qemu.run(core, RandomProgram.ORIGIN, image, program.address("begin"));
        byte[] ours = OwnRun.of(program).toFinish().output();
        int difference = little(ours).mismatch(little(theirs));
        if (difference >= 0) {
            int entry = difference / 4;
            little(image).putInt(RandomProgram.STATE - RandomProgram.ORIGIN + RandomProgram.STOP, RandomProgram.LOG + 4 * entry + 4);
            fail(core + ", seed " + seed + ", pass " + entry / BLOCKS + ", block " + entry % BLOCKS + " differs\n"
                    + explanation(program, entry, qemu.run(core, RandomProgram.ORIGIN, image, program.address("begin"))));
        }
    }

    /** The block, what it began with, and which registers it left different. */
    private static String explanation(Assembler program, int entry, byte[] theirs) {
        OwnRun before = OwnRun.of(program).toBlock(entry % BLOCKS, entry / BLOCKS);
        StringBuilder text = new StringBuilder(before.registers());
        text.append(before.listing(program.address(RandomBlocks.label(entry % BLOCKS)), INSTRUCTIONS));
        OwnRun after = OwnRun.of(program).stopAt(RandomProgram.LOG + 4 * entry + 4).toFinish();
        ByteBuffer ourState = little(after.output());
        ByteBuffer theirState = little(theirs);
        int state = 4 * entry + 4;
        for (int slot = 8; slot < RandomProgram.DIGEST; slot += 4) {
            if (ourState.getInt(state + slot) != theirState.getInt(state + slot)) {
                text.append(String.format("slot %d: ours %08x, QEMU's %08x%n", slot / 4, ourState.getInt(state + slot),
                        theirState.getInt(state + slot)));
            }
        }
        return text.toString();
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
