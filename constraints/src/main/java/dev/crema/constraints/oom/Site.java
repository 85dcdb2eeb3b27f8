package dev.crema.constraints.oom;

import dev.crema.emulator.debug.StackFrame;
import java.util.List;

/**
 * From where memory is asked for.
 *
 * @param calls addresses of the calls, the innermost first
 */
record Site(List<Integer> calls) {
    /** Deep enough to tell callers apart, and to get out of an allocator. */
    private static final int DEEPEST = 16;

    static Site of(List<StackFrame> frames) {
        return new Site(frames.stream().limit(DEEPEST).map(StackFrame::pc).toList());
    }
}
