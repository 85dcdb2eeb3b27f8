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
            .collect(Collectors.toSet());
    /** What translated code does by itself, so that functions of nothing else are translated together with their callers. */
    private static final Set<String> PLAIN = InstructionSet.LX6.rows().stream()
            .filter(row -> !RegionPlan.steps(row.decode(row.pattern().match(), 0), Departures.none())).map(Row::mnemonic)
            .collect(Collectors.toSet());
    private static final int PASSES = 60;
    private static final int BLOCKS = 60;
    private static final int BLOCK_INSTRUCTIONS = 40;
    private static final int FUNCTIONS = 13;
    private static final int FUNCTION_INSTRUCTIONS = 8;

    /** Five million instructions. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 30, 500})
    void randomPrograms(int threshold) {
        compare(threshold, 1, 1_250_000);
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void hundredMillionInstructions(int threshold) {
        compare(threshold, Long.getLong("crema.firstSeed", 1_000), Long.getLong("crema.instructions", 25_000_000));
    }

    /** Blocks, functions with everything in them, and functions that become parts of their callers, in turns. */
    private static void compare(int threshold, long firstSeed, long instructions) {
        Share share = new Share(0, 0);
        for (long seed = firstSeed; share.executed() < instructions; seed++) {
            long mixed = seed * 100 + threshold;
            int length = 1 + (int) (seed % FUNCTION_INSTRUCTIONS);
            share = share.plus(compare(new RandomBlocks(mixed, ALL, BLOCKS, BLOCK_INSTRUCTIONS), threshold, seed));
            share = share.plus(compare(new RandomFunctions(mixed, ALL, FUNCTIONS, FUNCTION_INSTRUCTIONS), threshold, seed));
            share = share.plus(compare(new RandomFunctions(mixed, PLAIN, FUNCTIONS, length), threshold, seed));
        }
        assertTrue(share.isLarge() || threshold > 100, share::toString);
    }

    /** How many instructions were executed, and how many of them by translated code. */
    private record Share(long translated, long executed) {
        Share plus(Share other) {
            return new Share(translated + other.translated, executed + other.executed);
        }

        boolean isLarge() {
            return translated > executed / 4;
        }
    }

    /** What was compared. */
    private static Share compare(RandomProgram random, int threshold, long seed) {
        Assembler program = random.assemble(PASSES);
        Guest interpreted = new Guest(program);
        Guest translated = new Guest(program);
        Random turns = new Random(seed);
        translated.core.translate(Translation.atOnce(threshold).withPatience(1 + turns.nextInt(PASSES)));
        while (!interpreted.finished) {
            long cycles = turns.nextInt(4) == 0 ? 1 + turns.nextInt(20) : turns.nextInt(3_000);
            interpreted.core.run(interpreted.core.cycle() + cycles);
            translated.core.run(translated.core.cycle() + cycles);
            String where = "threshold " + threshold + ", seed " + seed + ", cycle " + interpreted.core.cycle();
            assertEquals(interpreted.state(), translated.state(), where);
            assertTrue(interpreted.core.cycle() < 100_000_000, where + ": no end");
        }
        assertArrayEquals(interpreted.memory.contents(), translated.memory.contents());
        Share share = new Share(translated.core.translatedInstructions(), translated.core.instructions());
        // What is executed in each pass becomes hot, if passes are enough for it.
        assertTrue(share.isLarge() || threshold > PASSES, share::toString);
        return share;
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
            return String.format("pc %08x cycle %d instructions %d ps %x window %d %x sar %d loop %x %x %d br %x acc %x mr %s "
                    + "ar %s fr %s fsr %x",
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
