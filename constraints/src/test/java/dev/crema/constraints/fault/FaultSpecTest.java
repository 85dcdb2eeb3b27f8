package dev.crema.constraints.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
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
        assertEquals("'heap=dram' names no capability of memory that is known: take 32bit, 8bit, default, dma, exec, internal, rtc, spiram",
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
        FlashImage image = Samples.endpoint();
        Fault fault = FaultSpec.parse(spec).arm(Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT));
        List<Long> struck = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            if (fault.strikes(new Request(i + 1, sizes[i], OptionalInt.of(1 << 3 | 1 << 11), 0, i, List.of()))) {
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
        assertEquals(List.of(1L, 2L), struck("chance=100%", 1, 1));
        assertEquals(struck("chance=0.5@7", new long[64]), struck("chance=50%@7", new long[64]));
        assertTrue(struck("chance=0.5@7", new long[64]).size() > 10);
    }
}
