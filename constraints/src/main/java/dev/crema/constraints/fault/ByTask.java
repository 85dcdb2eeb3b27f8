package dev.crema.constraints.fault;

/**
 * Requests of a FreeRTOS task.
 *
 * @param name as given to {@code xTaskCreate}
 */
record ByTask(String name) implements Fault {
    @Override
    public boolean strikes(Request request) {
        return request.task().equals(name);
    }
}
