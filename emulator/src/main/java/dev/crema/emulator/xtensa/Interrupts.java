package dev.crema.emulator.xtensa;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/** The interrupt option: what is pending, what is enabled, which level comes first. */
final class Interrupts implements Stateful {
    private final CoreConfig config;
    private final int clearable;
    private int inputs;
    private int latched;
    private int enabled;

    Interrupts(CoreConfig config) {
        this.config = config;
        this.clearable = config.software() | config.edgeTriggered();
    }

    void reset() {
        latched = 0;
        enabled = 0;
    }

    /** INTERRUPT. */
    int pending() {
        return latched | inputs & config.levelTriggered();
    }

    /** INTENABLE. */
    int enabled() {
        return enabled;
    }

    void enable(int mask) {
        enabled = mask;
    }

    /** INTSET: only software interrupts can be raised by software. */
    void set(int mask) {
        latched |= mask & config.software();
    }

    /** INTCLEAR: what follows an input or a timer is not cleared this way. */
    void clear(int mask) {
        latched &= ~(mask & clearable);
    }

    /** The external inputs; edges are seen here. */
    void inputs(int levels) {
        latched |= levels & ~inputs & config.edgeTriggered();
        inputs = levels;
    }

    /** A timer's interrupt comes, or goes because its CCOMPARE was written. */
    void latch(int mask, boolean pending) {
        latched = pending ? latched | mask : latched & ~mask;
    }

    /** The highest level above the given one at which an enabled interrupt is pending, or 0. */
    int deliverable(int above) {
        int active = pending() & (enabled | config.nonMaskable());
        if (active != 0) {
            for (int level = CoreConfig.LEVELS; level > above; level--) {
                if ((active & config.levels().get(level - 1)) != 0) {
                    return level;
                }
            }
        }
        return 0;
    }

    /** The interrupt of a level is taken. The non-maskable one is no longer pending then. */
    void taken(int level) {
        latched &= ~(config.levels().get(level - 1) & config.nonMaskable());
    }

    @Override
    public void state(State state) {
        inputs = state.value(inputs);
        latched = state.value(latched);
        enabled = state.value(enabled);
    }
}
