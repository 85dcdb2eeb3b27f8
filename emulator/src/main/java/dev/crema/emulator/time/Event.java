package dev.crema.emulator.time;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/** Something that happens at a tick of the {@link Clock}; made once, armed as often as needed. */
public final class Event implements Stateful {
    private final Clock clock;
    private final String name;
    final Runnable action;
    long due = Clock.NEVER;
    /** The number of its arming, by which events due at the same tick are ordered. */
    long order;
    Event next;

    Event(Clock clock, String name, Runnable action) {
        this.clock = clock;
        this.name = name;
        this.action = action;
    }

    /** Arms the event for a tick, in place of any earlier arming. A tick in the past means as soon as possible. */
    public void at(long tick) {
        clock.arm(this, tick);
    }

    /** Arms the event for a number of ticks from now. */
    public void after(long ticks) {
        clock.arm(this, clock.now() + ticks);
    }

    /** Disarms the event. */
    public void cancel() {
        clock.disarm(this);
    }

    /** Whether the event waits. */
    public boolean armed() {
        return due != Clock.NEVER;
    }

    /** The tick it waits for, or {@link Clock#NEVER}. */
    public long due() {
        return due;
    }

    @Override
    public void state(State state) {
        long savedDue = state.value(due);
        long savedOrder = state.value(order);
        if (state.restores()) {
            clock.restore(this, savedDue, savedOrder);
        }
    }

    @Override
    public String toString() {
        return name + (armed() ? "@" + due : "");
    }
}
