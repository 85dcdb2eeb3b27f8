package dev.crema.constraints.probe;

import dev.crema.emulator.debug.StackFrame;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.xtensa.Core;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * A call of a guest function, as it stands before the function's first instruction. What it says of the call stays true; what it
 * does to the call is possible only while the {@linkplain FunctionProbes#watch watchers} are told of it.
 */
public final class FunctionCall {
    /** Arguments that fit into registers in both ABIs; further ones lie on the stack. */
    private static final int REGISTER_ARGUMENTS = 6;
    private static final int LAST_REGISTER = 15;
    /** CALLn is three bytes long. */
    private static final int CALL_SIZE = 3;
    /** As many as an entry and a return take. */
    private static final int CYCLES_AT_ONCE = 2;

    private final Machine machine;
    private final int cpu;
    private final int function;
    private final CallConvention convention;
    private final int[] arguments = new int[REGISTER_ARGUMENTS];
    private final int returnRegister;
    private final int stackPointer;
    private final int returnAddress;
    private final int task;
    private final long ticks;
    private final Duration time;
    private final List<IntConsumer> onReturn = new ArrayList<>(1);
    private OptionalInt resultAtOnce = OptionalInt.empty();
    private boolean halts;

    FunctionCall(Machine machine, int cpu, CallConvention convention, int task) {
        Core core = machine.core(cpu);
        this.machine = machine;
        this.cpu = cpu;
        this.convention = convention;
        this.task = task;
        function = core.pc();
        stackPointer = core.a(1);
        returnAddress = convention.returnAddress(core);
        ticks = machine.clock().now();
        time = machine.now();
        returnRegister = convention.returnRegister(core);
        for (int n = 0; n < REGISTER_ARGUMENTS; n++) {
            arguments[n] = resultRegister() + n <= LAST_REGISTER ? core.a(resultRegister() + n) : 0;
        }
    }

    private FunctionCall(FunctionCall call, Machine machine) {
        this.machine = machine;
        cpu = call.cpu;
        function = call.function;
        convention = call.convention;
        System.arraycopy(call.arguments, 0, arguments, 0, REGISTER_ARGUMENTS);
        returnRegister = call.returnRegister;
        stackPointer = call.stackPointer;
        returnAddress = call.returnAddress;
        task = call.task;
        ticks = call.ticks;
        time = call.time;
    }

    /** The address of the function. */
    public int function() {
        return function;
    }

    /** The core that makes the call: 0 is PRO, 1 is APP. */
    public int cpu() {
        return cpu;
    }

    /**
     * An argument of 32 bits, or half of a longer one.
     *
     * @param index of the word, from 0
     */
    public int argument(int index) {
        if (index < REGISTER_ARGUMENTS) {
            return arguments[index];
        }
        return machine.memory().word(stackPointer + 4 * (index - REGISTER_ARGUMENTS) & ~3).orElse(0);
    }

    /**
     * The function is given another argument.
     *
     * @param index of a word in a register, 0 to 5
     */
    public void argument(int index, int value) {
        machine.core(cpu).a(resultRegister() + Objects.checkIndex(index, LAST_REGISTER + 1 - resultRegister()), value);
        arguments[index] = value;
    }

    /** The caller's stack pointer: while the call lasts, no other one of this function has it. */
    public int stackPointer() {
        return stackPointer;
    }

    /** Where the function will return to. */
    public int returnAddress() {
        return returnAddress;
    }

    /** The instruction that calls, or at least one of the calling function. */
    public int caller() {
        return returnAddress - CALL_SIZE;
    }

    /** The FreeRTOS task that calls: the address of its control block; 0 before there are tasks, or where it cannot be known. */
    public int task() {
        return task;
    }

    /** Guest time since power-on. */
    public Duration time() {
        return time;
    }

    /** The same in ticks of {@link Machine#clock()}. */
    public long ticks() {
        return ticks;
    }

    /** Who calls, the innermost first; to be asked while the watchers are told of the call. */
    public List<StackFrame> backtrace() {
        if (convention == CallConvention.CALL0) {
            return machine.call0Backtrace(caller(), stackPointer, 0);
        }
        // The core stands in the caller's window with the function's address: what lies behind it are the caller's callers.
        List<StackFrame> standing = machine.backtrace(cpu);
        List<StackFrame> frames = new ArrayList<>(standing);
        frames.set(0, new StackFrame(caller(), stackPointer));
        return List.copyOf(frames);
    }

    /** Tells somebody of the result, 32 bits of it, when the function returns; never, if it does not. */
    public void onReturn(IntConsumer listener) {
        onReturn.add(listener);
    }

    /**
     * The function returns this result at once, without being executed; it costs two cycles. Of several results the first one
     * holds.
     */
    public void returnAtOnce(int result) {
        if (resultAtOnce.isEmpty()) {
            resultAtOnce = OptionalInt.of(result);
        }
    }

    /** The result that somebody gave by {@link #returnAtOnce}. */
    public OptionalInt resultAtOnce() {
        return resultAtOnce;
    }

    /** The present run of the machine ends before the function's first instruction, or behind the call if it returns at once. */
    public void halt() {
        halts = true;
    }

    /** The same without those who wait for its return, for another machine. */
    FunctionCall in(Machine other) {
        return new FunctionCall(this, other);
    }

    boolean halts() {
        return halts;
    }

    List<IntConsumer> listeners() {
        return onReturn;
    }

    /** The caller's register of the result, and of the first argument. */
    private int resultRegister() {
        return returnRegister + 2;
    }

    /** Has the core go on behind the call. */
    void leave(Core core, int result) {
        core.a(resultRegister(), result);
        core.charge(CYCLES_AT_ONCE);
        core.pc(returnAddress);
    }

    /** The core stands behind the call. */
    void returned(Core core) {
        int result = core.a(resultRegister());
        onReturn.forEach(listener -> listener.accept(result));
    }
}
