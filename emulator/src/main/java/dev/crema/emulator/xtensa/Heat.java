package dev.crema.emulator.xtensa;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often blocks have been interpreted, over all cores that have their translations in common: what each of many short runs
 * executes a little becomes hot too. Cores count for themselves and come here with a portion at a time. From any thread.
 */
final class Heat {
    /** Executions that are brought at once. */
    private static final int PORTION = 2_000;

    private final int portion;
    private final int portions;
    private final Map<Integer, Integer> byAddress = new ConcurrentHashMap<>();

    /** @param threshold executions after which a block is hot */
    Heat(int threshold) {
        portion = Math.min(threshold, PORTION);
        portions = threshold / portion;
    }

    /** Executions that are brought at once. */
    int portion() {
        return portion;
    }

    /** The block at an address has been interpreted so often once more; returns whether it is hot now. */
    boolean add(int address) {
        return byAddress.merge(address, 1, Integer::sum) >= portions;
    }

    /** The block at an address begins anew. */
    void forget(int address) {
        byAddress.remove(address);
    }
}
