package dev.crema.emulator.time;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/**
 * Virtual time of one machine, and the queue of what is to happen in it.
 *
 * <p>Time is counted in ticks of 480 MHz, the least common multiple of every clock that a 40 MHz crystal gives on this chip:
 * a CPU cycle is 2, 3, 6 or 12 ticks (240, 160, 80, 40 MHz), an APB cycle 6. Nothing is ever rounded, so a run is exact and
 * repeatable. A {@code long} of ticks lasts six hundred years.
 *
 * <p>Devices are never polled: whoever wants to act later makes one {@link Event} at construction and arms it again and again.
 * Events due at the same tick run in the order in which they were armed.
 */
public final class Clock implements Stateful {
    /** Ticks in a second of virtual time. */
    public static final long TICKS_PER_SECOND = 480_000_000L;
    /** Ticks in a millisecond. */
    public static final long TICKS_PER_MILLISECOND = TICKS_PER_SECOND / 1_000;
    /** Ticks in a microsecond. */
    public static final long TICKS_PER_MICROSECOND = TICKS_PER_SECOND / 1_000_000;
    /** Ticks in a cycle of the 80 MHz peripheral bus. */
    public static final int TICKS_PER_APB_CYCLE = 6;

    /** {@link Event#due()} of an event that is not armed. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Who tells the time inside a turn of a core, exact to the instruction. */
    @FunctionalInterface
    public interface Running {
        /** The current tick. */
        long now();
    }

    /** Told when an event is armed earlier than all others, so that a running core can be stopped in time for it. */
    @FunctionalInterface
    public interface EarlierListener {
        /** An event now waits for this tick. */
        void earliestMoved(long due);
    }

    private final Running betweenTurns = this::settled;
    private long settled;
    private Running running = betweenTurns;
    private EarlierListener earlier = due -> { };
    // A sorted list: a machine has some thirty events, most of them asleep, and the next one due is read far more often
    // than any is armed.
    private Event first;
    private long armings;

    /** The current tick. Inside a core's turn this is the time of the instruction being executed. */
    public long now() {
        return running.now();
    }

    private long settled() {
        return settled;
    }

    /** A core has its turn: until {@link #turnEnds()} it tells the time. */
    public void turnOf(Running core) {
        running = core;
    }

    /** No core has its turn. */
    public void turnEnds() {
        running = betweenTurns;
    }

    /** Sets who is told when the next event moves closer. */
    public void onEarlier(EarlierListener listener) {
        earlier = listener;
    }

    /**
     * Moves time forward, between turns.
     *
     * @param tick at or after the present
     */
    public void advanceTo(long tick) {
        if (tick < settled) {
            throw new IllegalArgumentException("time runs backwards: " + tick + " < " + settled);
        }
        settled = tick;
    }

    /** The tick at which the next event is due, or {@link #NEVER}. */
    public long nextDue() {
        return first == null ? NEVER : first.due;
    }

    /** Runs every event due up to the present, in order. Events may arm events. */
    public void runDue() {
        while (first != null && first.due <= settled) {
            Event event = first;
            first = event.next;
            event.next = null;
            event.due = NEVER;
            event.action.run();
        }
    }

    /** Makes an event, not yet armed. */
    public Event event(String name, Runnable action) {
        return new Event(this, name, action);
    }

    void arm(Event event, long due) {
        disarm(event);
        event.due = due;
        if (due != NEVER) {
            event.order = armings++;
            insert(event);
            if (first == event) {
                earlier.earliestMoved(due);
            }
        }
    }

    private void insert(Event event) {
        Event before = null;
        Event after = first;
        while (after != null && (after.due < event.due || after.due == event.due && after.order < event.order)) {
            before = after;
            after = after.next;
        }
        event.next = after;
        if (before == null) {
            first = event;
        } else {
            before.next = event;
        }
    }

    /** Gives an event the place in the queue that it had. */
    void restore(Event event, long due, long order) {
        disarm(event);
        event.due = due;
        event.order = order;
        if (due != NEVER) {
            insert(event);
        }
    }

    void disarm(Event event) {
        if (event.due == NEVER) {
            return;
        }
        event.due = NEVER;
        Event before = null;
        Event at = first;
        while (at != event) {
            before = at;
            at = at.next;
        }
        if (before == null) {
            first = at.next;
        } else {
            before.next = at.next;
        }
        at.next = null;
    }

    /** {@inheritDoc} Events are the state of those who made them. Between turns only. */
    @Override
    public void state(State state) {
        settled = state.value(settled);
        armings = state.value(armings);
    }
}
