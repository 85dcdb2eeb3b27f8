package dev.crema.constraints.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which requests a specification has fail, and what it says of mistakes. */
final class FaultSpecTest {
    private static String refusal(String text) {
        return assertThrows(IllegalArgumentException.class, () -> FaultSpec.parse(text)).getMessage();
    }

    @Test
    void mistakesAreNamed() {
        assertEquals("there is no condition; known are nth, size, site, task, heap, chance, times, after", refusal(""));
        assertEquals("'nht=3' is no condition; known are nth, size, site, task, heap, chance, times, after", refusal("nht=3"));
        assertEquals("'nth=' says nothing behind its =", refusal("nth="));
        assertEquals("'nth=x' is no range: write a number, FIRST..LAST, FIRST.. or ..LAST", refusal("nth=x"));
        assertEquals("'nth=0' holds for nothing: it begins at 0 and ends at 0", refusal("nth=0"));
        assertEquals("'size=9..3' holds for nothing: it begins at 9 and ends at 3", refusal("task=a,size=9..3"));
        assertEquals("'heap=dram' names no capability of memory that is known: take "
                + "32bit, 8bit, default, dma, exec, internal, rtc, spiram",
                refusal("heap=dram"));
        assertEquals("'chance=2' is more than certain: a chance is at most 1, or 100%", refusal("chance=2"));
        assertEquals("'chance=often' is no chance: write 0.01 or 1%, with a seed 0.01@42", refusal("chance=often"));
        assertEquals("'nth=1,' ends with a comma: a condition is missing", refusal("nth=1,"));
    }

    @Test
    void theTextToWaitForMayHaveCommas() {
        assertEquals("ready, steady, go", FaultSpec.parse("nth=2,after=ready, steady, go").after().orElseThrow());
    }

    /** Numbers of the requests that fail, of requests of these sizes. */
    private static List<Long> struck(String spec, long... sizes) {
        Fault fault = FaultSpec.parse(spec).arm();
        List<Long> struck = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            if (fault.strikes(new Request(sizes[i], OptionalInt.of(1 << 3 | 1 << 11), "wifi",
                    List.of("heap_alloc", "make at /build/x.c:12")))) {
                struck.add(i + 1L);
            }
        }
        return struck;
    }

    @Test
    void conditionsAreJoined() {
        assertEquals(List.of(2L), struck("nth=2", 8, 8, 8));
        assertEquals(List.of(2L, 3L), struck("nth=2..", 8, 8, 8));
        assertEquals(List.of(3L), struck("size=100..,nth=2", 100, 8, 4096, 8, 1 << 20));
        assertEquals(List.of(1L, 4L), struck("size=..1K,times=2", 100, 4096, 4096, 1024, 8));
        assertEquals(List.of(1L), struck("heap=dma+internal,nth=1", 1, 1));
        assertEquals(List.of(), struck("heap=spiram", 1, 1));
        assertEquals(List.of(2L), struck("task=wifi,site=make,nth=2", 1, 1));
        assertEquals(List.of(1L), struck("site=x.c:12,times=1", 1, 1));
        assertEquals(List.of(), struck("site=mak", 1, 1));
        assertEquals(List.of(), struck("task=wif", 1, 1));
        assertEquals(List.of(1L, 2L), struck("chance=100%", 1, 1));
        assertEquals(struck("chance=0.5@7", new long[64]), struck("chance=50%@7", new long[64]));
        assertTrue(struck("chance=0.5@7", new long[64]).size() > 10);
    }
}
