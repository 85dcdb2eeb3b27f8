package dev.crema.emulator.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Walks the stack of windowed code (Xtensa ISA, section 4.7.1, "Windowed Register Option"; the windowed ABI's stack frame).
 *
 * <p>Below the stack pointer of every frame, at -16 and -12, lie a0 and a1 of its caller once the caller's window has been
 * spilled. Callers whose windows are still in the registers are taken from there.
 */
public final class Backtrace {
    /** As deep as ESP-IDF's own backtraces go. */
    private static final int DEEPEST = 100;
    private static final int CALLERS_A0 = -16;
    private static final int CALLERS_A1 = -12;
    /** CALLn is three bytes long; a return address points behind it. */
    private static final int CALL_SIZE = 3;

    private final MemoryReader memory;

    /** Walks stacks in a memory. */
    public Backtrace(MemoryReader memory) {
        this.memory = memory;
    }

    /**
     * The frames of a function whose callers have all been spilled, as they are when a task is switched out.
     *
     * @param pc of the innermost frame
     * @param sp its a1
     * @param a0 its return address, with the window increment in the two upper bits
     * @return the innermost frame first; at least that one
     */
    public List<StackFrame> walk(int pc, int sp, int a0) {
        List<StackFrame> frames = new ArrayList<>();
        frames.add(new StackFrame(codeAddress(pc, pc), sp));
        addCallers(frames, pc, sp, a0);
        return List.copyOf(frames);
    }

    /**
     * The frames of a core that has stopped.
     *
     * @param core its registers
     * @return the innermost frame first; at least that one
     */
    public List<StackFrame> walk(RegisterWindows core) {
        List<StackFrame> frames = new ArrayList<>();
        int window = core.windowBase();
        int pc = core.pc();
        int a0 = core.register(window, 0);
        int sp = core.register(window, 1);
        frames.add(new StackFrame(pc, sp));
        while (a0 != 0 && frames.size() < RegisterWindows.COUNT) {
            window = window - (a0 >>> 30) & RegisterWindows.COUNT - 1;
            if (a0 >>> 30 == 0 || !core.live(window) || window == core.windowBase()) {
                break;
            }
            int returnAddress = a0;
            a0 = core.register(window, 0);
            sp = core.register(window, 1);
            frames.add(new StackFrame(codeAddress(returnAddress, pc) - CALL_SIZE, sp));
        }
        addCallers(frames, pc, sp, a0);
        return List.copyOf(frames);
    }

    private void addCallers(List<StackFrame> frames, int nearPc, int innermostSp, int innermostA0) {
        int sp = innermostSp;
        int a0 = innermostA0;
        while (a0 != 0 && frames.size() < DEEPEST) {
            OptionalInt callersA0 = memory.word(sp + CALLERS_A0 & ~3);
            OptionalInt callersSp = memory.word(sp + CALLERS_A1 & ~3);
            // Stacks grow down: a caller that does not lie above is no caller, and the walk must end.
            if (callersA0.isEmpty() || callersSp.isEmpty() || Integer.compareUnsigned(callersSp.getAsInt(), sp) <= 0) {
                return;
            }
            frames.add(new StackFrame(codeAddress(a0, nearPc) - CALL_SIZE, callersSp.getAsInt()));
            sp = callersSp.getAsInt();
            a0 = callersA0.getAsInt();
        }
    }

    /** RETW takes the two upper bits of the address from where it stands: all code lies in one gigabyte. */
    private static int codeAddress(int returnAddress, int nearPc) {
        return returnAddress & 0x3fffffff | nearPc & 0xc0000000;
    }
}
