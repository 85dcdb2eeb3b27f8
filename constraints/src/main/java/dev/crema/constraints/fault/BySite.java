package dev.crema.constraints.fault;

/**
 * Requests that a function makes, itself or by those that it calls.
 *
 * @param site name of the function, or file and line
 */
record BySite(String site) implements Fault {
    @Override
    public boolean strikes(Request request) {
        return request.callers().stream().anyMatch(this::isSite);
    }

    private boolean isSite(String caller) {
        return caller.equals(site) || caller.startsWith(site + " at ") || caller.endsWith("/" + site)
                || caller.endsWith(" at " + site);
    }
}
