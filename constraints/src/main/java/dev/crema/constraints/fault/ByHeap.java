package dev.crema.constraints.fault;

/**
 * Requests for memory with certain capabilities.
 *
 * @param capabilities bits of ESP-IDF's {@code MALLOC_CAP_*}, all of which the request must ask for
 */
record ByHeap(int capabilities) implements Fault {
    @Override
    public boolean strikes(Request request) {
        return request.capabilities().isPresent() && (request.capabilities().getAsInt() & capabilities) == capabilities;
    }
}
