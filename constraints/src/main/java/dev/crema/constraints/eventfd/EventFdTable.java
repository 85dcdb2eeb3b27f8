package dev.crema.constraints.eventfd;

import dev.crema.emulator.debug.Task;
import dev.crema.emulator.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The table of ESP-IDF's {@code vfs_eventfd.c}, as it lies in memory: {@code event_context_t} of 32 bytes, with the descriptor at 0
 * (negative if free), the counter at 8, those who wait in {@code select()} at 16.
 */
final class EventFdTable {
    private static final int ENTRY = 32;
    private static final int COUNTER = 8;
    private static final int SELECTS = 16;
    /** {@code event_select_args_t}: the semaphore, or a pointer to it, and the next that waits. */
    private static final int SEMAPHORE = 16;
    private static final int NEXT = 24;
    /** {@code Queue_t} of FreeRTOS has both lists of waiting tasks in its first so many bytes. */
    private static final int QUEUE = 80;
    /** From the beginning of {@code TCB_t} to xEventListItem.pvContainer, without and with xMPUSettings. */
    private static final List<Integer> EVENT_CONTAINERS = List.of(40, 44);
    /** {@code MAX_FDS}. */
    private static final int MOST = 64;
    private static final int NOT_REGISTERED = -1;

    private final Machine machine;

    EventFdTable(Machine machine) {
        this.machine = machine;
    }

    private OptionalInt variable(String name) {
        OptionalInt address = machine.elf().orElseThrow().symbols().address(name);
        return address.isPresent() ? machine.memory().word(address.getAsInt()) : address;
    }

    /** Whether the VFS of eventfds is registered. */
    boolean registered() {
        return variable("s_eventfd_vfs_id").orElse(NOT_REGISTERED) != NOT_REGISTERED;
    }

    /** How many there can be: {@code max_fds}. */
    int size() {
        return Math.clamp(variable("s_event_size").orElse(0), 0, MOST);
    }

    /** Lets there be fewer. */
    void shrink(int limit) {
        if (limit < size()) {
            machine.memory().write32(machine.address("s_event_size"), limit);
        }
    }

    /** Indices of those in use. */
    List<Integer> used() {
        List<Integer> used = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (word(entry(i)) == i) {
                used.add(i);
            }
        }
        return used;
    }

    private int entry(int index) {
        return variable("s_events").orElse(0) + ENTRY * index;
    }

    long counter(int index) {
        return Integer.toUnsignedLong(word(entry(index) + COUNTER)) | (long) word(entry(index) + COUNTER + 4) << 32;
    }

    /** The tasks that wait for one of them. */
    List<String> waiting(int index) {
        List<String> names = new ArrayList<>();
        int select = word(entry(index) + SELECTS);
        for (int i = 0; i < MOST && select != 0; i++) {
            int semaphore = word(select + SEMAPHORE);
            machine.tasks().stream().filter(task -> waitsFor(task, semaphore) || waitsFor(task, word(semaphore)))
                    .map(Task::name).forEach(names::add);
            select = word(select + NEXT);
        }
        return names;
    }

    private boolean waitsFor(Task task, int queue) {
        return queue != 0 && EVENT_CONTAINERS.stream()
                .anyMatch(offset -> Integer.toUnsignedLong(word(task.handle() + offset) - queue) < QUEUE);
    }

    private int word(int address) {
        return machine.memory().word(address & ~3).orElse(0);
    }
}
