package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Translated code against the interpreter: random programs with branches, loops, calls, faults and window exceptions, run on both
 * in turns of random length. After each turn both stand at the same instruction with the same state.
 */
final class TranslationAgreementTest {
    private static final Set<String> ALL = InstructionSet.LX6.rows().stream().map(Row::mnemonic)
            .filter(mnemonic -> !mnemonic.equals("rsr.ccount")).collect(Collectors.toSet());
    /** What translated code does by itself, so that functions of nothing else are translated together with their callers. */
    private static final Set<String> PLAIN = InstructionSet.LX6.rows().stream()
            .filter(row -> !RegionPlan.steps(row.decode(row.pattern().match(), 0), Set.of())).map(Row::mnemonic)
            .collect(Collectors.toSet());
    private static final int PASSES = 60;
    private static final int BLOCKS = 60;
    private static final int BLOCK_INSTRUCTIONS = 40;
    private static final int FUNCTIONS = 13;
    private static final int FUNCTION_INSTRUCTIONS = 8;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 30})
    void blocks(int threshold) {
        for (long seed = 1; seed <= 2; seed++) {
            compare(new RandomBlocks(seed * 100 + threshold, ALL, BLOCKS, BLOCK_INSTRUCTIONS).assemble(PASSES), threshold, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 30})
    void functions(int threshold) {
        for (long seed = 1; seed <= 2; seed++) {
            compare(new RandomFunctions(seed * 100 + threshold, ALL, FUNCTIONS, FUNCTION_INSTRUCTIONS).assemble(PASSES), threshold, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 30})
    void functionsInsideRegions(int threshold) {
        for (long seed = 1; seed <= 6; seed++) {
            int length = (int) seed;
            compare(new RandomFunctions(seed * 100 + threshold, PLAIN, FUNCTIONS, length).assemble(PASSES), threshold, seed);
        }
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void hundredMillionInstructions(int threshold) {
        for (long seed = 1000; seed < 1100; seed++) {
            compare(new RandomBlocks(seed, ALL, BLOCKS, BLOCK_INSTRUCTIONS).assemble(PASSES), threshold, seed);
            compare(new RandomFunctions(seed, ALL, FUNCTIONS, FUNCTION_INSTRUCTIONS).assemble(PASSES), threshold, seed);
        }
    }

    private static void compare(Assembler program, int threshold, long seed) {
        Guest interpreted = new Guest(program);
        Guest translated = new Guest(program);
        translated.core.translate(Translation.atOnce(threshold));
        Random random = new Random(seed);
        while (!interpreted.finished) {
            long cycles = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : random.nextInt(3_000);
            interpreted.core.run(interpreted.core.cycle() + cycles);
            translated.core.run(translated.core.cycle() + cycles);
            String where = "threshold " + threshold + ", seed " + seed + ", cycle " + interpreted.core.cycle();
            assertEquals(interpreted.state(), translated.state(), where);
            assertTrue(interpreted.core.cycle() < 100_000_000, where + ": no end");
        }
        assertArrayEquals(interpreted.memory.bytes(), translated.memory.bytes());
        assertTrue(translated.core.translatedInstructions() > translated.core.instructions() / 4,
                () -> "only " + translated.core.translatedInstructions() + " of " + translated.core.instructions() + " translated");
    }

    /** A core with RAM. */
    private static final class Guest implements CoreEnvironment {
        private final FlatMemory memory = new FlatMemory(RandomProgram.SIZE);
        private final Core core = new Core(CoreConfig.esp32(0xcdcd), memory, this);
        private boolean finished;

        Guest(Assembler program) {
            memory.attach(core);
            memory.put(RandomProgram.ORIGIN, program.assemble());
            core.reset(program.address("begin"));
            core.probe(program.address("finish"), reached -> {
                finished = true;
                return true;
            });
        }

        String state() {
            return String.format("pc %08x cycle %d instructions %d ps %x window %d %x sar %d loop %x %x %d br %x acc %x mr %s ar %s fr %s fsr %x",
                    core.pc(), core.cycle(), core.instructions(), core.ps, core.windowBase(), core.windowStart, core.sar,
                    core.loopBegin, core.loopEnd, core.loopCount, core.booleans, core.acc, Arrays.toString(core.mr),
                    Arrays.toString(core.ar), Arrays.toString(core.fr), core.user(UserRegister.FSR));
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
}
