package dev.crema.constraints.fault;

import java.util.function.IntFunction;

/**
 * Requests of a FreeRTOS task.
 *
 * @param name as given to {@code xTaskCreate}
 * @param nameOf the name of the task with a control block
 */
record ByTask(String name, IntFunction<String> nameOf) implements Fault {
    @Override
    public boolean strikes(Request request) {
        return request.task() != 0 && nameOf.apply(request.task()).equals(name);
    }
}
