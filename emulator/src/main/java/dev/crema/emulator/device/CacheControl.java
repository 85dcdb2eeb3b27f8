package dev.crema.emulator.device;

/** Told of what DPORT sets of the caches: the memory map opens and closes windows by it. CPU 0 is PRO, 1 is APP. */
public interface CacheControl {
    /**
     * The cache of a CPU is configured anew.
     *
     * @param cpu whose
     * @param enabled whether the cache serves its windows
     * @param closed the windows that are masked, by their {@link CacheWindow#maskBit}
     * @param flashPageSize of the MMU: 64, 32 or 16 KiB, in bytes
     * @param psramPageSize of the MMU: 32, 16, 8, 4 or 2 KiB, in bytes
     */
    void configured(int cpu, boolean enabled, int closed, int flashPageSize, int psramPageSize);

    /** All lines of the cache of a CPU are dropped. */
    void flushed(int cpu);
}
