package dev.crema.emulator.debug;

/**
 * A function's activation on a stack.
 *
 * @param pc an address within the instruction that is executed next, or that called the inner frame
 * @param sp its stack pointer
 */
public record StackFrame(int pc, int sp) {
}
