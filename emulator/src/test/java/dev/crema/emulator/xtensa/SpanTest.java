package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accesses that are counted from one register, and what is known of them together. */
final class SpanTest {
    private static final int PAGE = FlatMemory.BASE + 0x6_0000;
    private static final int PASSES = 20_000;

    private static Set<List<Integer>> spans(Departures departures, String... instructions) {
        Guest guest = new Guest(String.join("\n", instructions) + "\n done: j done");
        Block block = new BlockBuilder(guest.core, guest, CostModel.UNIFORM).build(Guest.ORIGIN);
        Map<Integer, Span> spans = Span.of(block, departures);
        spans.forEach((access, span) -> assertTrue(span.accesses().contains(access)));
        Set<List<Integer>> accesses = new HashSet<>();
        spans.values().forEach(span -> accesses.add(span.accesses()));
        return accesses;
    }

    private static Set<List<Integer>> spans(String... instructions) {
        return spans(Departures.none(), instructions);
    }

    @Test
    void loadsAndStoresAreCountedApart() {
        assertEquals(Set.of(List.of(0, 2, 4), List.of(1, 3, 5)), spans("l32i a2, a1, 4", "s32i a3, a1, 8", "l32i a4, a1, 12",
                "s32i a3, a1, 16", "l32i.n a5, a1, 0", "s32i.n a3, a1, 20"));
    }

    @Test
    void twoAccessesAreLookedUpAsFastAlone() {
        assertEquals(Set.of(), spans("l32i a2, a1, 4", "l32i a3, a1, 8"));
    }

    @Test
    void anotherValueOfTheRegisterIsAnotherPlace() {
        assertEquals(Set.of(List.of(0, 1, 2), List.of(4, 5, 6)), spans("l32i a2, a1, 4", "l32i a3, a1, 8", "l32i a4, a1, 12",
                "addi a1, a1, 64", "l32i a2, a1, 4", "l32i a3, a1, 8", "l32i a4, a1, 12"));
        assertEquals(Set.of(List.of(0, 1, 2)), spans("l32i a2, a5, 4", "l32i a3, a5, 8", "l32i a5, a5, 12", "l32i a3, a5, 16"));
    }

    @Test
    void whatIsExecutedOneByOneMayMovePages() {
        assertEquals(Set.of(), spans("l32i a2, a1, 4", "l32i a3, a1, 8", "wer a3, a2", "l32i a4, a1, 12", "l32i a5, a1, 16"));
    }

    @Test
    void accessesOfOtherWidthsStandAlone() {
        assertEquals(Set.of(), spans("l32i a2, a1, 4", "l8ui a3, a1, 8", "l16ui a4, a1, 12", "l32i a5, a1, 16"));
    }

    @Test
    void whatLiesApartTooOftenStandsAlone() {
        Departures departures = Departures.none();
        departures.alone().add(Guest.ORIGIN + 3);
        assertEquals(Set.of(List.of(0, 2, 3)), spans(departures, "l32i a2, a1, 4", "l32i a3, a1, 8", "l32i a4, a1, 12", "l32i a5, a1, 0"));
    }

    /** Four words across the border of two pages that follow each other in the backing, lie apart there, or are the same one. */
    @ParameterizedTest
    @ValueSource(ints = {0x5_1000, 0x7_0000, 0x5_0000})
    void wordsOnTwoPages(int second) {
        Guest guest = new Guest("""
                start:
                    l32i a2, a1, 0
                    l32i a3, a1, 4
                    l32i a4, a1, 8
                    l32i a5, a1, 12
                    addi a2, a2, 1
                    addi a3, a3, 2
                    addi a4, a4, 3
                    addi a5, a5, 4
                    s32i a2, a1, 0
                    s32i a3, a1, 4
                    s32i a4, a1, 8
                    s32i a5, a1, 12
                    addi a6, a6, -1
                    bnez a6, start
                done: j done
                """);
        guest.memory.mapAll(PAGE, 0x5_0000);
        guest.memory.mapAll(PAGE + Memory.PAGE_SIZE, second);
        guest.core.a(1, PAGE + Memory.PAGE_SIZE - 8);
        guest.core.a(6, PASSES);
        guest.core.translate(Translation.atOnce(1));
        while (guest.a(6) != 0) {
            guest.runTurns(1, 100);
        }
        for (int word = 0; word < 4; word++) {
            assertEquals(PASSES * (word + 1), guest.memory.load32(guest.a(1) + 4 * word));
        }
        assertTrue(guest.core.translatedInstructions() > guest.core.instructions() * 3 / 4);
    }
}
