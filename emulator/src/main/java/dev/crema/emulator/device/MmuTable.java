package dev.crema.emulator.device;

import dev.crema.emulator.state.State;

/**
 * The table by which the cache of one CPU translates addresses in its windows to pages of flash and PSRAM: 2,048 words of which
 * nine bits exist, the page number and, in bit 8, "invalid" (TRM, "MMU": entries 0 to 383 are for flash, from 1,152 on for
 * PSRAM).
 */
public final class MmuTable implements Device {
    /** How many entries there are. */
    public static final int ENTRIES = 2_048;
    /** The bit that makes an entry invalid. */
    public static final int INVALID = 1 << 8;

    private static final int MASK = 0x1ff;

    /** Told of every entry that changes. */
    @FunctionalInterface
    public interface Listener {
        /** Entry {@code index} of a CPU, 0 PRO or 1 APP, is now {@code value}. */
        void changed(int cpu, int index, int value);
    }

    private final int cpu;
    private final Listener listener;
    private final short[] entries = new short[ENTRIES];

    /** The table of a CPU, 0 PRO or 1 APP, all zero: every entry valid, at page 0. */
    public MmuTable(int cpu, Listener listener) {
        this.cpu = cpu;
        this.listener = listener;
    }

    @Override
    public String name() {
        return cpu == 0 ? "PRO_MMU_TABLE" : "APP_MMU_TABLE";
    }

    /** Entry {@code index}, 0 to 2,047. */
    public int entry(int index) {
        return entries[index];
    }

    @Override
    public int read(int offset, int width) {
        int index = offset >>> 2;
        return index < ENTRIES ? entries[index] >>> ((offset & 3) << 3) : 0;
    }

    /** {@inheritDoc} A narrow store changes the entry as the whole word would. */
    @Override
    public void write(int offset, int value, int width) {
        int index = offset >>> 2;
        if (index < ENTRIES) {
            set(index, value & MASK);
        }
    }

    private void set(int index, int value) {
        if (entries[index] != value) {
            entries[index] = (short) value;
            listener.changed(cpu, index, value);
        }
    }

    /** {@inheritDoc} The table is memory: only power-on changes it, and then to anything; here, to zero. */
    @Override
    public void reset() {
        for (int index = 0; index < ENTRIES; index++) {
            set(index, 0);
        }
    }

    @Override
    public void state(State state) {
        state.section(name());
        for (int index = 0; index < ENTRIES; index++) {
            set(index, state.value(entries[index]) & MASK);
        }
    }
}
