package dev.crema.emulator.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BacktraceTest {
    private static final int INNER_SP = 0x3ffb1000;
    private static final int MIDDLE_SP = 0x3ffb1020;
    private static final int OUTER_SP = 0x3ffb1060;

    /** app_main calls b by CALL8 calls c by CALL8; below each stack pointer lie a0 and a1 of the caller. */
    private final GuestWords stack = new GuestWords()
            .put(INNER_SP - 16, 0x800d3000, MIDDLE_SP)
            .put(MIDDLE_SP - 16, 0x800d4000, OUTER_SP)
            .put(OUTER_SP - 16, 0, 0);

    @Test
    void walksSpilledFrames() {
        assertEquals(List.of(new StackFrame(0x400d1000, INNER_SP), new StackFrame(0x400d1ffd, MIDDLE_SP), new StackFrame(0x400d2ffd, OUTER_SP)),
                new Backtrace(stack).walk(0x400d1000, INNER_SP, 0x800d2000).subList(0, 3));
    }

    @Test
    void endsAtAReturnAddressOfZero() {
        GuestWords bottom = new GuestWords().put(INNER_SP - 16, 0, MIDDLE_SP);
        assertEquals(2, new Backtrace(bottom).walk(0x400d1000, INNER_SP, 0x800d2000).size());
    }

    @Test
    void endsWhereTheStackIsDamaged() {
        GuestWords loop = new GuestWords().put(INNER_SP - 16, 0x800d2000, INNER_SP);
        assertEquals(1, new Backtrace(loop).walk(0x400d1000, INNER_SP, 0x800d2000).size());
        assertEquals(1, new Backtrace(new GuestWords()).walk(0x400d1000, 0xffffffff, 0x800d2000).size());
    }

    @Test
    void takesLiveWindowsFromTheRegisters() {
        // The innermost window begins at pane 4, its caller's (CALL8: two panes) at 2, live; the one before was spilled.
        RegisterWindows core = new Registers(0x400d1000, 4, Map.of(
                4, new int[] {0x800d2000, INNER_SP},
                2, new int[] {0x800d3000, MIDDLE_SP}));
        assertEquals(List.of(new StackFrame(0x400d1000, INNER_SP), new StackFrame(0x400d1ffd, MIDDLE_SP), new StackFrame(0x400d2ffd, OUTER_SP)),
                new Backtrace(stack).walk(core).subList(0, 3));
    }

    private record Registers(int pc, int windowBase, Map<Integer, int[]> windows) implements RegisterWindows {
        @Override
        public boolean live(int pane) {
            return windows.containsKey(pane);
        }

        @Override
        public int register(int pane, int n) {
            return windows.get(pane)[n];
        }
    }
}
