package dev.crema.emulator.machine;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.xtensa.Core;

/** A core's place in virtual time: its cycles, at the present CPU frequency, as ticks of the {@link Clock}. */
final class CoreTime implements Clock.Running, Stateful {
    private final Core core;
    private long baseTick;
    private long baseCycle;
    private int ticksPerCycle;
    private boolean held = true;
    private boolean spinning;

    CoreTime(Core core, int ticksPerCycle) {
        this.core = core;
        this.ticksPerCycle = ticksPerCycle;
    }

    Core core() {
        return core;
    }

    /** The tick this core has reached. */
    @Override
    public long now() {
        return baseTick + (core.cycle() - baseCycle) * ticksPerCycle;
    }

    /** The first cycle at or after a tick. */
    long cycleAt(long tick) {
        return baseCycle + Math.ceilDiv(tick - baseTick, ticksPerCycle);
    }

    /** The tick at which a cycle begins; never for a cycle that never comes. */
    long tickOf(long cycle) {
        return cycle == Long.MAX_VALUE ? Clock.NEVER : baseTick + (cycle - baseCycle) * ticksPerCycle;
    }

    /** The CPU clock changed: from here on cycles have another length. */
    void rate(int newTicksPerCycle) {
        baseTick = now();
        baseCycle = core.cycle();
        ticksPerCycle = newTicksPerCycle;
    }

    /** Catches up with a tick without executing. */
    void skipTo(long tick) {
        long cycle = cycleAt(tick);
        if (cycle > core.cycle()) {
            core.skipTo(cycle);
        }
    }

    /** Whether the core does not execute: in reset, without a clock, or stalled. */
    boolean held() {
        return held;
    }

    void held(boolean hold) {
        held = hold;
    }

    /** Nothing to execute before an interrupt or a release. */
    boolean idle() {
        return held || core.waiting();
    }

    /** The core waits for a lock that another one has; see {@link Scheduler#conditionalStoreFailed}. */
    void spin() {
        spinning = true;
    }

    /** Whether the core was waiting for a lock; it is not any more. */
    boolean stopSpinning() {
        boolean was = spinning;
        spinning = false;
        return was;
    }

    @Override
    public void state(State state) {
        baseTick = state.value(baseTick);
        baseCycle = state.value(baseCycle);
        ticksPerCycle = 1 + state.index(ticksPerCycle - 1, Integer.MAX_VALUE);
        held = state.value(held);
        spinning = state.value(spinning);
    }
}
