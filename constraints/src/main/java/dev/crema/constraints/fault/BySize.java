package dev.crema.constraints.fault;

/**
 * Requests for this much memory.
 *
 * @param least bytes
 * @param most bytes
 */
record BySize(long least, long most) implements Fault {
    @Override
    public boolean strikes(Request request) {
        return request.size() >= least && request.size() <= most;
    }
}
