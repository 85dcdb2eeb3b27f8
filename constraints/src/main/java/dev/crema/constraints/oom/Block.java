package dev.crema.constraints.oom;

/**
 * A block of memory that was asked for since the scene began.
 *
 * @param number of the request
 * @param address of its first byte
 * @param size in bytes, as asked for
 * @param site who asked
 */
record Block(long number, int address, long size, Site site) {
}
