package dev.crema.constraints.fault;

/** Requests by their number among those that it is asked about. */
final class Nth implements Fault {
    private final long first;
    private final long last;
    private long count;

    /** Those from one number, from 1, to another. */
    Nth(long first, long last) {
        this.first = first;
        this.last = last;
    }

    @Override
    public boolean strikes(Request request) {
        count++;
        return count >= first && count <= last;
    }
}
