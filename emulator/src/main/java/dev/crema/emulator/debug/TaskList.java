package dev.crema.emulator.debug;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Lists the FreeRTOS tasks of a guest, from the variables of {@code tasks.c} that its ELF file names. Whatever state the guest's
 * memory is in, the walk ends and gives what can be read.
 *
 * <p>The layout is that of ESP-IDF 3 to 6: {@code TCB_t} as pxTopOfStack, (up to 5.0) xMPUSettings of one word, xStateListItem,
 * xEventListItem, uxPriority, pxStack, pcTaskName, xCoreID; {@code List_t} of 20 bytes with the end marker at 8. Which of the two
 * it is shows in the state list item, which points back to its task.
 */
public final class TaskList {
    private static final int LIST_SIZE = 20;
    private static final int LIST_COUNT = 0;
    private static final int LIST_END = 8;
    private static final int ITEM_NEXT = 4;
    private static final int ITEM_OWNER = 12;

    private static final int TCB_TOP_OF_STACK = 0;
    private static final int TCB_STATE_ITEM = 4;
    private static final int MPU_SETTINGS_SIZE = 4;
    /** From here on, offsets are from xStateListItem. */
    private static final int EVENT_ITEM_CONTAINER = 36;
    private static final int PRIORITY = 40;
    private static final int STACK = 44;
    private static final int NAME = 48;
    /** CONFIG_FREERTOS_MAX_TASK_NAME_LEN, which hardly anybody changes. */
    private static final int NAME_SIZE = 16;
    private static final int CORE_ID = NAME + NAME_SIZE;

    /** {@code XtExcFrame}, when {@code exit} is not 0: an interrupted task. */
    private static final int EXCEPTION_A0 = 12;
    private static final int EXCEPTION_A1 = 16;
    private static final int FRAME_EXIT = 0;
    private static final int FRAME_PC = 4;

    /** More tasks than fit into the chip's memory: a damaged list ends here. */
    private static final int MOST_TASKS = 1000;

    /**
     * A variable of the guest.
     *
     * @param address where it lies
     * @param size in bytes
     */
    public record Variable(int address, int size) {
    }

    private final MemoryReader memory;
    private final Function<String, Optional<Variable>> variables;
    private final Backtrace backtrace;

    /**
     * Reads tasks from a memory.
     *
     * @param memory of the guest
     * @param variables finds static variables by name
     */
    public TaskList(MemoryReader memory, Function<String, Optional<Variable>> variables) {
        this.memory = memory;
        this.variables = variables;
        this.backtrace = new Backtrace(memory);
    }

    /** All tasks, those with the highest priority first; none if the guest has no FreeRTOS or has not started it. */
    public List<Task> tasks() {
        Map<Integer, Task> tasks = new LinkedHashMap<>();
        running().forEach((handle, core) -> add(tasks, handle, TaskState.RUNNING, OptionalInt.of(core)));
        members("pxReadyTasksLists", tasks, TaskState.READY);
        members("xPendingReadyList", tasks, TaskState.READY);
        members("xDelayedTaskList1", tasks, TaskState.BLOCKED);
        members("xDelayedTaskList2", tasks, TaskState.BLOCKED);
        members("xSuspendedTaskList", tasks, TaskState.SUSPENDED);
        members("xTasksWaitingTermination", tasks, TaskState.DELETED);
        return tasks.values().stream()
                .sorted(Comparator.comparingInt(Task::priority).reversed().thenComparing(Task::handle, Integer::compareUnsigned))
                .toList();
    }

    /** The task control blocks that the cores execute; since ESP-IDF 5.2 the array has another name. */
    private Map<Integer, Integer> running() {
        Map<Integer, Integer> cores = new LinkedHashMap<>();
        variables.apply("pxCurrentTCB").or(() -> variables.apply("pxCurrentTCBs")).ifPresent(array -> {
            for (int core = 0; core < array.size() / 4; core++) {
                int handle = word(array.address() + 4 * core);
                if (handle != 0) {
                    cores.putIfAbsent(handle, core);
                }
            }
        });
        return cores;
    }

    private void members(String variable, Map<Integer, Task> tasks, TaskState state) {
        variables.apply(variable).ifPresent(lists -> {
            for (int at = 0; at + LIST_SIZE <= lists.size(); at += LIST_SIZE) {
                for (int handle : owners(lists.address() + at)) {
                    add(tasks, handle, state, OptionalInt.empty());
                }
            }
        });
    }

    private List<Integer> owners(int list) {
        List<Integer> owners = new ArrayList<>();
        int count = Math.min(word(list + LIST_COUNT), MOST_TASKS);
        int item = word(list + LIST_END + ITEM_NEXT);
        for (int i = 0; i < count && item != list + LIST_END && item != 0; i++) {
            owners.add(word(item + ITEM_OWNER));
            item = word(item + ITEM_NEXT);
        }
        return owners;
    }

    private void add(Map<Integer, Task> tasks, int handle, TaskState state, OptionalInt runningOn) {
        if (handle != 0 && tasks.size() < MOST_TASKS && memory.word(handle & ~3).isPresent()) {
            tasks.computeIfAbsent(handle, tcb -> task(tcb, stateItem(tcb), state, runningOn));
        }
    }

    /** The name of the task with a control block; empty if there is no memory. */
    public String name(int handle) {
        return memory.word(handle & ~3).isPresent() ? text(stateItem(handle) + NAME) : "";
    }

    private int stateItem(int tcb) {
        int item = tcb + TCB_STATE_ITEM;
        return word(item + MPU_SETTINGS_SIZE + ITEM_OWNER) == tcb ? item + MPU_SETTINGS_SIZE : item;
    }

    private Task task(int tcb, int item, TaskState state, OptionalInt runningOn) {
        return new Task(text(item + NAME), tcb, refine(state, item), word(item + PRIORITY),
                runningOn.isPresent() ? runningOn : affinity(item), word(item + STACK),
                runningOn.isPresent() ? List.of() : savedFrames(word(tcb + TCB_TOP_OF_STACK)));
    }

    /** Who waits without a time limit is in the list of the suspended, but hangs on an event too. */
    private TaskState refine(TaskState state, int item) {
        return state == TaskState.SUSPENDED && word(item + EVENT_ITEM_CONTAINER) != 0 ? TaskState.BLOCKED : state;
    }

    private OptionalInt affinity(int item) {
        int core = word(item + CORE_ID);
        return core == 0 || core == 1 ? OptionalInt.of(core) : OptionalInt.empty();
    }

    private String text(int address) {
        byte[] characters = new byte[NAME_SIZE];
        int length = 0;
        while (length < NAME_SIZE) {
            int character = word(address + length) >>> 8 * (length & 3) & 0xff;
            if (character == 0) {
                break;
            }
            characters[length++] = (byte) character;
        }
        return new String(characters, 0, length, StandardCharsets.UTF_8);
    }

    private List<StackFrame> savedFrames(int top) {
        if (memory.word(top & ~3).isEmpty()) {
            return List.of();
        }
        int pc = word(top + FRAME_PC);
        if (word(top + FRAME_EXIT) != 0) {
            return backtrace.walk(pc, word(top + EXCEPTION_A1), word(top + EXCEPTION_A0));
        }
        // XtSolFrame: the task yielded by a call, whose return address is the saved PC; the caller's a0 and a1 lie below.
        int caller = pc & 0x3fffffff | 0x40000000;
        return backtrace.walk(caller, word(top - 12), word(top - 16));
    }

    private int word(int address) {
        return memory.word(address & ~3).orElse(0);
    }
}
