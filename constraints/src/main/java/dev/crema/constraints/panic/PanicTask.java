package dev.crema.constraints.panic;

import dev.crema.emulator.debug.StackFrame;
import dev.crema.emulator.debug.Task;
import java.util.List;

/**
 * A task at the moment of a panic.
 *
 * @param task what FreeRTOS knows of it
 * @param crashed whether it is the one that panicked
 * @param registers as saved on its stack, or as its core had them
 * @param backtrace the innermost frame first
 */
record PanicTask(Task task, boolean crashed, ExceptionFrame registers, List<StackFrame> backtrace) {
}
