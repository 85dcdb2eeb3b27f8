package dev.crema.constraints.limit;

/**
 * How much of a kind of memory the firmware's heap may have.
 *
 * @param kind of memory
 * @param bytes at most, or less than there are
 * @param reserve whether so many are taken away, rather than left
 */
public record HeapLimit(HeapKind kind, long bytes, boolean reserve) {
    private static final int UNIT = 4;

    /**
     * Reads {@code REGION=SIZE}, such as {@code DRAM=100K}.
     *
     * @throws IllegalArgumentException if it is something else, with what is wrong
     */
    public static HeapLimit parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("'" + text + "' is not of the form REGION=SIZE, such as DRAM=100K");
        }
        return new HeapLimit(HeapKind.parse(text.substring(0, equals)), size(text.substring(equals + 1)), false);
    }

    /**
     * Takes some internal data RAM away: {@code 32K}.
     *
     * @throws IllegalArgumentException if it is no size, with what is wrong
     */
    public static HeapLimit reserve(String size) {
        return new HeapLimit(HeapKind.DRAM, size(size), true);
    }

    private static long size(String text) {
        if (!text.matches("[0-9]{1,7}[kKM]?")) {
            throw new IllegalArgumentException("'" + text + "' is not an amount of memory; write it like 4096, 100K or 1M");
        }
        char unit = text.charAt(text.length() - 1);
        int shift = unit == 'M' ? 20 : unit == 'k' || unit == 'K' ? 10 : 0;
        return Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1)) << shift;
    }

    /** How much of a kind of memory has to go, of what there is in all. */
    long excess(long total) {
        return Math.clamp(reserve ? bytes : total - bytes, 0, total) / UNIT * UNIT;
    }
}
