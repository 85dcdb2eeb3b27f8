package dev.crema.emulator.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.emulator.debug.TaskList.Variable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Structures as ESP-IDF's {@code tasks.c} and {@code list.c} lay them out. */
final class TaskListTest {
    private static final int CURRENT = 0x3ffb0000;
    private static final int READY = 0x3ffb0100;
    private static final int SUSPENDED = 0x3ffb0200;
    private static final int MAIN = 0x3ffb2000;
    private static final int IDLE = 0x3ffb3000;
    private static final int TIMER = 0x3ffb4000;

    private final Map<String, Variable> variables = Map.of(
            "pxCurrentTCB", new Variable(CURRENT, 8),
            "pxReadyTasksLists", new Variable(READY, 40),
            "xSuspendedTaskList", new Variable(SUSPENDED, 20));
    private final GuestWords memory = new GuestWords();
    /** Bytes of xMPUSettings. */
    private int settings;

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void listsRunningReadyAndWaitingTasks(int settingsSize) {
        settings = settingsSize;
        memory.put(CURRENT, MAIN, 0);
        task(MAIN, "main", 1, 0, 0x3ffb2f00);
        task(IDLE, "IDLE0", 0, 0, 0x3ffb3f00);
        task(TIMER, "Tmr Svc", 1, 0x7fffffff, 0x3ffb4f00);
        list(READY, IDLE);
        list(READY + 20);
        list(SUSPENDED, TIMER);
        // The timer task hangs on a queue; it yielded by a call from 0x400d5000, its caller's frame lies at 0x3ffb4f40.
        memory.put(TIMER + settings + 40, 0x3ffb9000);
        memory.put(0x3ffb4f00 - 16, 0, 0x3ffb4f40).put(0x3ffb4f00, 0, 0x800d5000);
        // The idle task was interrupted.
        memory.put(0x3ffb3f00, 1, 0x400d6000, 0x00060030, 0, 0x3ffb3f80);

        assertEquals(List.of(
                new Task("main", MAIN, TaskState.RUNNING, 1, OptionalInt.of(0), MAIN + 0x100, List.of()),
                new Task("Tmr Svc", TIMER, TaskState.BLOCKED, 1, OptionalInt.empty(), TIMER + 0x100,
                        List.of(new StackFrame(0x400d5000, 0x3ffb4f40))),
                new Task("IDLE0", IDLE, TaskState.READY, 0, OptionalInt.of(0), IDLE + 0x100,
                        List.of(new StackFrame(0x400d6000, 0x3ffb3f80)))), tasks());
    }

    @Test
    void noTasksBeforeTheSchedulerRuns() {
        assertEquals(List.of(), tasks());
    }

    @Test
    void aDamagedListEnds() {
        memory.put(READY, 0x7fffffff).put(READY + 12, IDLE + 4);
        task(IDLE, "IDLE0", 0, 0, 0);
        memory.put(IDLE + 8, IDLE + 4);
        assertEquals(1, tasks().size());
    }

    private List<Task> tasks() {
        return new TaskList(memory, name -> Optional.ofNullable(variables.get(name))).tasks();
    }

    private void task(int tcb, String name, int priority, int core, int top) {
        int item = tcb + 4 + settings;
        memory.put(tcb, top).put(item + 12, tcb).put(item + 40, priority, tcb + 0x100).put(item + 64, core).text(item + 48, name);
    }

    /** A list with its end marker at 8; items are the state list items of the tasks. */
    private void list(int list, int... tasks) {
        memory.put(list, tasks.length);
        int at = list + 8;
        for (int tcb : tasks) {
            memory.put(at + 4, tcb + 4 + settings);
            at = tcb + 4 + settings;
        }
        memory.put(at + 4, list + 8);
    }
}
