package dev.crema.constraints.panic;

import dev.crema.constraints.probe.FunctionCall;
import dev.crema.emulator.debug.Backtrace;
import dev.crema.emulator.debug.RegisterWindows;
import dev.crema.emulator.debug.StackFrame;
import dev.crema.emulator.debug.Task;
import dev.crema.emulator.debug.TaskState;
import dev.crema.emulator.machine.CoreWindows;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.SpecialRegister;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything as it was when the firmware's panic handler was called, before that handler changed anything.
 *
 * @param time since power-on
 * @param cpu that panicked
 * @param registers of what panicked
 * @param backtrace of what panicked, the innermost frame first
 * @param tasks all of them, the one that panicked first
 * @param specials EPS2 to EPS6 and EPC1 to EPC6 of the core, by their register number
 * @param memory a copy of RAM
 */
record PanicScene(Duration time, int cpu, ExceptionFrame registers, List<StackFrame> backtrace, List<PanicTask> tasks,
        Map<SpecialRegister, Integer> specials, MemoryCopy memory) {
    private static final List<SpecialRegister> SAVED = List.of(SpecialRegister.EPS2, SpecialRegister.EPS3, SpecialRegister.EPS4,
            SpecialRegister.EPS5, SpecialRegister.EPS6, SpecialRegister.EPC1, SpecialRegister.EPC2,
            SpecialRegister.EPC3, SpecialRegister.EPC4, SpecialRegister.EPC5, SpecialRegister.EPC6);

    /** The scene of a call of the panic handler, whose argument is the frame. */
    static PanicScene of(FunctionCall handler, Machine machine) {
        MemoryCopy memory = MemoryCopy.of(machine);
        ExceptionFrame registers = ExceptionFrame.at(handler.argument(0), machine.memory());
        Windows windows = new Windows(new CoreWindows(machine.core(handler.cpu())), registers);
        List<StackFrame> backtrace = new Backtrace(machine.memory()).walk(windows);
        memory.spill(windows, backtrace);
        List<PanicTask> tasks = new ArrayList<>();
        for (Task task : machine.tasks()) {
            boolean crashed = task.handle() == handler.task();
            if (crashed) {
                tasks.addFirst(new PanicTask(task, true, registers, backtrace));
            } else if (task.state() == TaskState.RUNNING && task.core().isPresent()) {
                tasks.add(running(task, machine, memory));
            } else {
                int top = machine.memory().word(task.handle() & ~3).orElse(0);
                tasks.add(new PanicTask(task, false, ExceptionFrame.at(top, machine.memory()), task.backtrace()));
            }
        }
        Map<SpecialRegister, Integer> specials = new LinkedHashMap<>();
        SAVED.forEach(register -> specials.put(register, machine.core(handler.cpu()).special(register)));
        return new PanicScene(machine.now(), handler.cpu(), registers, backtrace, tasks, specials, memory);
    }

    /** The task of the other core, whose registers are in that core. */
    private static PanicTask running(Task task, Machine machine, MemoryCopy memory) {
        Core core = machine.core(task.core().getAsInt());
        List<Integer> a = new ArrayList<>();
        for (int n = 0; n < 16; n++) {
            a.add(core.a(n));
        }
        ExceptionFrame registers = new ExceptionFrame(core.pc(), core.special(SpecialRegister.PS), a,
                core.special(SpecialRegister.SAR), core.special(SpecialRegister.EXCCAUSE), core.special(SpecialRegister.EXCVADDR),
                core.special(SpecialRegister.LBEG), core.special(SpecialRegister.LEND), core.special(SpecialRegister.LCOUNT));
        List<StackFrame> backtrace = machine.backtrace(task.core().getAsInt());
        memory.spill(new Windows(new CoreWindows(core), registers), backtrace);
        return new PanicTask(task, false, registers, backtrace);
    }

    /** The task that panicked; empty before there are tasks. */
    Optional<Task> crashed() {
        return tasks.stream().filter(PanicTask::crashed).map(PanicTask::task).findFirst();
    }

    /** The windows of a core that is in an exception, as if it were not: the present window is that of the frame. */
    record Windows(CoreWindows windows, ExceptionFrame frame) implements RegisterWindows {
        @Override
        public int pc() {
            return frame.pc();
        }

        @Override
        public int windowBase() {
            return windows.windowBase();
        }

        @Override
        public boolean live(int pane) {
            return windows.live(pane);
        }

        @Override
        public int register(int pane, int n) {
            return pane == windowBase() ? frame.a().get(n) : windows.register(pane, n);
        }
    }
}
