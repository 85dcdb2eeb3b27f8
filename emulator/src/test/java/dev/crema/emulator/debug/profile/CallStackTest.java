package dev.crema.emulator.debug.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.debug.profile.CallStack.Arrival;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Calls followed without symbols: functions are the addresses that were called. */
final class CallStackTest {
    private final CallTree tree = new CallTree(new CodeMap(Optional.empty()));
    private final CallStack stack = new CallStack(tree);

    private void execute(Arrival arrival, int address, int sp, int cycles) {
        stack.arrive(arrival, address, sp);
        stack.count(cycles, cycles);
    }

    /** Every path with its own cycles, such as {@code 1>20:5}. */
    private List<String> paths() {
        return tree.profile().root().calls().stream().flatMap(call -> paths("", call).stream()).sorted().toList();
    }

    private static List<String> paths(String before, ProfileNode node) {
        String path = before + Integer.toHexString(Integer.decode(node.function()));
        List<String> below = node.calls().stream().flatMap(call -> paths(path + ">", call).stream()).collect(Collectors.toList());
        below.add(path + ":" + node.cycles());
        return below;
    }

    @Test
    void callsNestAndReturnsLeadBack() {
        execute(Arrival.OTHER, 0x100, 900, 1);
        execute(Arrival.CALL, 0x200, 900, 2);
        execute(Arrival.CALL, 0x300, 800, 4);
        execute(Arrival.RETURN, 0x210, 800, 8);
        execute(Arrival.RETURN, 0x110, 900, 16);
        execute(Arrival.CALL, 0x300, 900, 32);
        assertEquals(List.of("100:17", "100>200:10", "100>200>300:4", "100>300:32"), paths());
    }

    @Test
    void recursionIsDeepAndEndsAtOnce() {
        execute(Arrival.OTHER, 0x100, 1_000, 1);
        for (int depth = 0; depth < 1_000; depth++) {
            execute(Arrival.CALL, 0x200, 1_000 - depth, 1);
        }
        execute(Arrival.RETURN, 0x110, 1_000, 1);
        assertEquals(1_002, tree.profile().cycles());
        assertTrue(paths().contains("100:2"), paths().toString());
    }

    /** An interrupt's handler runs on a stack of its own, and goes on with another task than the one it interrupted. */
    @Test
    void tasksTakeTurns() {
        execute(Arrival.OTHER, 0x100, 900, 1);
        execute(Arrival.CALL, 0x200, 900, 1);
        execute(Arrival.VECTOR, 0x40, 850, 1);
        execute(Arrival.CALL, 0x500, 50, 1);
        execute(Arrival.RETURN, 0x600, 700, 1);
        execute(Arrival.CALL, 0x700, 700, 1);
        execute(Arrival.VECTOR, 0x40, 650, 1);
        execute(Arrival.RETURN, 0x210, 850, 1);
        execute(Arrival.RETURN, 0x110, 900, 1);
        assertEquals(List.of("100:2", "100>200:2", "100>200>40:1", "100>200>40>500:1", "600:1", "600>700:1", "600>700>40:1"), paths());
    }

    /** Window exceptions run in the window of another frame, whose stack pointer says nothing about the one that is left. */
    @Test
    void windowExceptionsComeBackToWhereTheyCameFrom() {
        execute(Arrival.OTHER, 0x100, 900, 1);
        execute(Arrival.CALL, 0x200, 900, 1);
        execute(Arrival.WINDOW_VECTOR, 0x80, 123, 1);
        execute(Arrival.WINDOW_RETURN, 0x203, 800, 1);
        execute(Arrival.RETURN, 0x110, 900, 1);
        assertEquals(List.of("100:2", "100>200:2", "100>200>80:1"), paths());
    }

    @Test
    void aPictureIsWellFormedAndNamesWhatIsWide() throws Exception {
        execute(Arrival.OTHER, 0x100, 900, 10);
        execute(Arrival.CALL, 0x200, 900, 30);
        String svg = FlameGraph.svg(tree.profile(), "a < b & c");
        assertTrue(svg.contains("<title>0x00000200: 30 cycles, 75.00 %; itself 30</title>"), svg);
        assertTrue(svg.contains("a &lt; b &amp; c"), svg);
        assertEquals(svg.split("<g>", -1).length, svg.split("</g>", -1).length);
    }

    @Test
    void groupsAddUpToTheWhole() {
        execute(Arrival.OTHER, 0x100, 900, 1);
        execute(Arrival.CALL, 0x200, 900, 2);
        execute(Arrival.CALL, 0x300, 800, 4);
        execute(Arrival.RETURN, 0x110, 900, 8);
        execute(Arrival.CALL, 0x300, 900, 16);
        List<CodeGroup> groups = List.of(CodeGroup.withCallees("outer", "200"), CodeGroup.alone("inner", "300"));
        assertEquals(List.of(new Cost("outer", 6, 6), new Cost("inner", 16, 16), new Cost("rest", 9, 9)),
                tree.profile().groups(groups, "rest"));
    }
}
