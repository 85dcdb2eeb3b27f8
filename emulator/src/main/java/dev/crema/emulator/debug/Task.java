package dev.crema.emulator.debug;

import java.util.List;
import java.util.OptionalInt;

/**
 * A FreeRTOS task.
 *
 * @param name as given to {@code xTaskCreate}
 * @param handle address of its task control block
 * @param state what it does
 * @param priority 0 is the lowest
 * @param core the CPU that executes it, or the only one that may
 * @param stack lowest address of its stack
 * @param backtrace the innermost frame first; empty for a running task, whose frames are in a core's registers
 */
public record Task(String name, int handle, TaskState state, int priority, OptionalInt core, int stack,
        List<StackFrame> backtrace) {
}
