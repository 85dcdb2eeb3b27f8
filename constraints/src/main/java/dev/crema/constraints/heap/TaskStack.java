package dev.crema.constraints.heap;

import dev.crema.emulator.debug.MemoryReader;
import dev.crema.emulator.debug.Task;
import java.util.OptionalLong;

/**
 * How much of its stack a FreeRTOS task has needed so far.
 *
 * @param task whose stack it is
 * @param size in bytes; empty if it was not seen being allocated
 * @param neverUsed bytes at its end that still hold what FreeRTOS has filled it with: what {@code uxTaskGetStackHighWaterMark}
 *        tells
 */
public record TaskStack(Task task, OptionalLong size, long neverUsed) {
    /** {@code tskSTACK_FILL_BYTE}, four times. */
    private static final int FILL = 0xa5a5a5a5;
    private static final int LARGEST = 1 << 20;

    static TaskStack of(Task task, OptionalLong size, MemoryReader memory) {
        int unused = 0;
        while (unused < LARGEST && memory.word((task.stack() & ~3) + unused).orElse(0) == FILL) {
            unused += Integer.BYTES;
        }
        int partly = memory.word((task.stack() & ~3) + unused).orElse(0);
        return new TaskStack(task, size, unused + Integer.numberOfTrailingZeros(partly ^ FILL) / Byte.SIZE % Integer.BYTES);
    }
}
