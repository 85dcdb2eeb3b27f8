package dev.crema.emulator.debug;

/** States of a FreeRTOS task ({@code eTaskState}). */
public enum TaskState {
    /** Executes on a core. */
    RUNNING,
    /** Could execute, but others go first. */
    READY,
    /** Waits for an event or a time. */
    BLOCKED,
    /** Suspended, or waits for a notification without a time limit, which FreeRTOS keeps in the same list. */
    SUSPENDED,
    /** Deleted, its memory not yet given back. */
    DELETED
}
