package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of stdlib.h that call the application or know its tasks, and setjmp. */
class StdlibTest {
    private static final int QSORT = 0x40056424;
    private static final int STRTOL = 0x4005681C;
    private static final int STRTOUL = 0x4005692C;
    private static final int RAND = 0x40001058;
    private static final int SRAND = 0x40001004;
    private static final int RAND_R = 0x400010D4;
    private static final int STRDUP = 0x4000143C;
    private static final int SETJMP = 0x40056268;
    private static final int LONGJMP = 0x400562CC;
    private static final int LONGJMP_RESTORE = 0x400562E0;
    private static final int JMP_BUF = 17 * 4;
    /** Of the entry in the program below. */
    private static final int MAIN = 16;

    private static final int GETREENT_FUNCTION = 0x4000BE8C;
    private static final int GETREENT = 0x00;
    private static final int MALLOC_R = 0x04;

    /** An application with one task and a heap that only grows. */
    private static RomBench withApplication(RomBench bench) {
        int reent = bench.allocate(0x100);
        bench.syscall(GETREENT, call -> call.result(reent));
        bench.syscall(MALLOC_R, call -> call.result(bench.allocate(call.word(1))));
        return bench;
    }

    @ParameterizedTest
    @CsvSource({"2, 4", "3, 4", "6, 4", "7, 4", "8, 4", "40, 4", "41, 4", "300, 4", "50, 1", "50, 3", "50, 8", "90, 12"})
    void sortsAsTheRealRom(int count, int size) {
        RomBench real = RomBench.real();
        RomBench java = RomBench.java();
        Random random = new Random(count * 31L + size);
        for (int kind = 0; kind < 4; kind++) {
            byte[] bytes = new byte[count * size];
            random.nextBytes(bytes);
            for (int i = 0; i < count; i++) {
                bytes[i * size] = (byte) switch (kind) {
                    case 0 -> random.nextInt(256);
                    case 1 -> random.nextInt(4);
                    case 2 -> i / 2;
                    default -> -i;
                };
            }
            assertArrayEquals(sorted(real, bytes, size), sorted(java, bytes, size), "kind " + kind);
        }
    }

    /** By the first byte only, so that elements are equal but differ. */
    private static byte[] sorted(RomBench bench, byte[] bytes, int size) {
        int address = bench.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            bench.memory().store8(address + i, bytes[i]);
        }
        int compare = bench.callback(call ->
                call.result(call.memory().load8(call.word(0)) - call.memory().load8(call.word(1))));
        bench.call(QSORT, address, bytes.length / size, size, compare);
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = (byte) bench.memory().load8(address + i);
        }
        return result;
    }

    @Test
    void sortsWithoutARealRom() {
        RomBench bench = RomBench.java();
        int[] words = new Random(1).ints(200, -1000, 1000).toArray();
        int address = bench.words(words);
        int compare = bench.callback(call -> call.result(
                Integer.compare(call.memory().load32(call.word(0)), call.memory().load32(call.word(1)))));
        bench.call(QSORT, address, words.length, 4, compare);
        assertArrayEquals(Arrays.stream(words).sorted().toArray(), bench.wordsAt(address, words.length));
    }

    @ParameterizedTest
    @CsvSource({"'  42abc', 10, 42, 4", "'-0x1f', 16, -31, 5", "'0x1F', 0, 31, 4", "'0755', 0, 493, 4", "'zz', 36, 1295, 2",
            "'2147483648', 10, 2147483647, 10", "'-2147483648', 10, -2147483648, 11", "'-2147483649', 10, -2147483648, 11",
            "'abc', 10, 0, 0", "'', 10, 0, 0", "'12', 2, 1, 1", "'+7', 10, 7, 2", "'- 7', 10, 0, 0"})
    void readsIntegers(String text, int base, int expected, int length) {
        RomBench bench = withApplication(RomBench.java());
        int string = bench.string(text);
        int end = bench.words(0);
        assertEquals(expected, bench.call(STRTOL, string, end, base));
        assertEquals(length, bench.wordsAt(end, 1)[0] - string);
    }

    @Test
    void readsIntegersAsTheRealRom() {
        List<String> texts = new ArrayList<>(List.of("0x", "0xg", "0X1f", "-0", "4294967295", "4294967296", "-4294967295", "-1",
                "99999999999999", "-99999999999999", "08", "0b1", " \t\n\u000b\f\r5", "7fffffff", "80000000", "-80000001", "zz"));
        new Random(7).ints(60, 0, Integer.MAX_VALUE).forEach(i -> texts.add(Integer.toString(i, 2 + i % 35) + "!"));
        RomBench real = withApplication(RomBench.real());
        RomBench java = withApplication(RomBench.java());
        for (int function : new int[] {STRTOL, STRTOUL}) {
            for (int base : new int[] {0, 2, 8, 10, 16, 36}) {
                for (String text : texts) {
                    assertEquals(integer(real, function, text, base), integer(java, function, text, base),
                            text + " to base " + base);
                }
            }
        }
    }

    private static String integer(RomBench bench, int function, String text, int base) {
        int string = bench.string(text);
        int end = bench.words(0);
        int value = bench.call(function, string, end, base);
        int reent = bench.call(GETREENT_FUNCTION);
        int errno = bench.memory().load32(reent);
        bench.memory().store32(reent, 0);
        return value + " end " + (bench.wordsAt(end, 1)[0] - string) + " errno " + errno;
    }

    @Test
    void randomNumbersAreThoseOfTheRealRom() {
        RomBench real = withApplication(RomBench.real());
        RomBench java = withApplication(RomBench.java());
        assertEquals(real.call(RAND), java.call(RAND));
        for (int seed : new int[] {0, 1, 12345, -1}) {
            real.call(SRAND, seed);
            java.call(SRAND, seed);
            for (int i = 0; i < 5; i++) {
                assertEquals(real.call(RAND), java.call(RAND));
            }
            int realSeed = real.words(seed);
            int javaSeed = java.words(seed);
            for (int i = 0; i < 5; i++) {
                assertEquals(real.call(RAND_R, realSeed), java.call(RAND_R, javaSeed));
            }
        }
    }

    @Test
    void duplicatesStrings() {
        RomBench bench = withApplication(RomBench.java());
        int original = bench.string("crema");
        int copy = bench.call(STRDUP, original);
        assertEquals("crema", bench.text(copy));
        assertNotEquals(original, copy);
    }

    /** A jump over many frames, which have gone to the stack and come from there. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void longjmpReturnsFromSetjmpAgain(boolean ownBeginning) {
        RomBench bench = RomBench.java();
        assertEquals(1000 + 7, jump(bench, ownBeginning, 7));
        assertEquals(1000 + 1, jump(bench, ownBeginning, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void longjmpOfTheRealRomDoesTheSame(boolean ownBeginning) {
        RomBench bench = RomBench.real();
        assertEquals(1000 + 7, jump(bench, ownBeginning, 7));
        assertEquals(1000 + 1, jump(bench, ownBeginning, 0));
    }

    /** Calls longjmp, or what ESP-IDF 5 does: with the beginning in the application, it enters the function in the middle. */
    private static int jump(RomBench bench, boolean ownBeginning, int value) {
        String jump = ownBeginning ? """
                    entry a1, 16
                    rsr.windowbase a5
                    movi a4, 1
                    ssl a5
                    sll a4, a4
                    wsr.windowstart a4
                    rsync
                    l32r a8, longjmp_at
                    jx a8
                """ : """
                    entry a1, 32
                    addi a10, a2, 0
                    addi a11, a3, 0
                    l32r a8, longjmp_at
                    callx8 a8
                """;
        return bench.call(bench.program("""
                    j main
                    .align 4
                setjmp_at:
                    .word %d
                longjmp_at:
                    .word %d
                environment:
                    .word %d
                main:
                    entry a1, 64
                    movi a5, 900
                    movi a6, 100
                    l32r a10, environment
                    l32r a2, setjmp_at
                    callx8 a2
                    bnez a10, again
                    movi a10, 12
                    call8 deep
                again:
                    add a2, a10, a5
                    add a2, a2, a6
                    retw
                    .align 4
                deep:
                    entry a1, 32
                    beqz a2, far
                    addi a10, a2, -1
                    call8 deep
                    retw
                far:
                    l32r a10, environment
                    movi a11, %d
                    call8 jump
                    .align 4
                jump:
                %s
                """.formatted(SETJMP, ownBeginning ? LONGJMP_RESTORE : LONGJMP, bench.allocate(JMP_BUF), value, jump)) + MAIN);
    }
}
