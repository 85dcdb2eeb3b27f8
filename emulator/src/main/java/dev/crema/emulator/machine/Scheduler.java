package dev.crema.emulator.machine;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.xtensa.Core;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the cores run in turns, in rounds of a fixed length of virtual time, and the events of the clock between the rounds. One
 * host thread, no host time: the order of everything follows from the guest alone.
 *
 * <p>A round ends early for an event that is armed within it, and for an interrupt that one core raises at another. With all
 * cores idle it lasts until something is due.
 */
final class Scheduler implements Stateful {
    /**
     * Ticks in a round: 2,000 cycles at 240 MHz, 8.3 µs. Long enough that taking turns costs nothing measurable, short enough
     * that a core spinning for the other one loses little.
     */
    static final long ROUND = 4_000;
    /**
     * Ticks in a round while a core polls what another one writes: 12 cycles at 240 MHz. On the chip the poller sees every value
     * that lasts for a few cycles; ESP-IDF before 4.3 relies on it, when one CPU ends a stall of the other and at once begins
     * the next.
     */
    private static final long CLOSE_ROUND = 24;
    /**
     * Ticks in a round after one core has interrupted another, for {@link #ATTENTION} ticks: 120 cycles at 240 MHz. The interrupted
     * core may begin to poll what the other writes; in a long round the other one would do too much before that is noticed.
     */
    private static final long ATTENTIVE_ROUND = 240;
    /** The interrupted core may be a round ahead, and sees the interrupt in its next one. */
    private static final long ATTENTION = 2 * ROUND;
    /** Cycles in which a polling loop must come round to be recognised. */
    private static final int POLLING_LOOP = 12;

    private final Clock clock;
    private final List<CoreTime> cores = new ArrayList<>();
    private CoreTime running;
    private long roundEnd;
    private boolean interrupted;
    private boolean polling;
    private long attentiveUntil;
    /** The cores that were interrupted since the last round, one bit each. */
    private int summoned;

    Scheduler(Clock clock) {
        this.clock = clock;
        clock.onEarlier(this::endRoundAt);
    }

    /** Adds a core, held; the first one has its turn first. */
    void add(Core core, int ticksPerCycle) {
        cores.add(new CoreTime(core, ticksPerCycle));
    }

    /** Runs one round, but not beyond a tick. */
    void round(long limit) {
        long start = clock.now();
        roundEnd = Math.max(start, Math.min(Math.min(clock.nextDue(), limit), allIdle() ? nextTimer() : start + roundLength()));
        interrupted = false;
        polling = false;
        summoned = 0;
        for (CoreTime core : cores) {
            if (!interrupted) {
                turn(core);
            }
        }
        clock.advanceTo(Math.max(start, roundEnd));
        clock.runDue();
    }

    private long roundLength() {
        if (polling) {
            return CLOSE_ROUND;
        }
        return clock.now() < attentiveUntil ? ATTENTIVE_ROUND : ROUND;
    }

    /** Whether no core has anything to do before the next event or timer. */
    boolean allIdle() {
        for (CoreTime core : cores) {
            if (!core.idle()) {
                return false;
            }
        }
        return true;
    }

    /** The tick at which the next event or timer wakes an idle machine. */
    long nextWake() {
        return Math.min(clock.nextDue(), nextTimer());
    }

    private long nextTimer() {
        long next = Clock.NEVER;
        for (CoreTime core : cores) {
            if (!core.held()) {
                next = Math.min(next, core.tickOf(core.core().nextTimer()));
            }
        }
        return next;
    }

    private void turn(CoreTime time) {
        if (time.held()) {
            time.skipTo(roundEnd);
            return;
        }
        Core core = time.core();
        if (core.cycle() >= time.cycleAt(roundEnd)) {
            // A function of the host took longer than its round.
            return;
        }
        running = time;
        clock.turnOf(time);
        try {
            boolean goesOn = true;
            while (goesOn && core.cycle() < time.cycleAt(roundEnd)) {
                goesOn = core.waiting() ? sleep(time) : execute(time);
            }
            polling |= !interrupted && !time.idle() && othersAreBusy(time) && core.polls(POLLING_LOOP);
        } finally {
            clock.turnEnds();
            running = null;
        }
    }

    /** Moves a waiting core to its next timer or the end of the round. */
    private boolean sleep(CoreTime time) {
        long end = time.cycleAt(roundEnd);
        time.core().skipTo(Math.max(time.core().cycle(), Math.min(end, time.core().nextTimer())));
        return !time.core().waiting();
    }

    private boolean execute(CoreTime time) {
        Core core = time.core();
        core.run(time.cycleAt(roundEnd));
        if (interrupted || time.held()) {
            return false;
        }
        if (time.stopSpinning()) {
            time.skipTo(roundEnd);
            return false;
        }
        return core.waiting();
    }

    /** Ends the round at a tick, or as soon after it as the running core can stop. */
    private void endRoundAt(long tick) {
        if (running != null && tick < roundEnd) {
            roundEnd = Math.max(tick, running.now());
            running.core().endTurnAt(running.cycleAt(roundEnd));
        }
    }

    /** Ends the round now: another core has been interrupted or released. */
    void endRound() {
        if (running != null) {
            endRoundAt(running.now());
        }
    }

    /** Ends the round now and lets no other core have its turn: the machine is to be reset, or to stop. */
    void interrupt() {
        interrupted = true;
        endRound();
    }

    /** The CPU clock changed. */
    void rate(int ticksPerCycle) {
        for (CoreTime core : cores) {
            core.rate(ticksPerCycle);
        }
        if (running != null) {
            running.core().endTurnAt(running.core().cycle());
        }
    }

    /** Holds a core, or releases it to go on from the present. */
    void hold(int index, boolean hold) {
        CoreTime core = cores.get(index);
        if (core.held() == hold) {
            return;
        }
        if (!hold) {
            core.skipTo(clock.now());
        }
        core.held(hold);
        if (core == running) {
            core.core().endTurnAt(core.core().cycle());
        } else {
            endRound();
        }
    }

    /**
     * The inputs of a core's interrupts changed; unless it is the one running, it shall see that soon. Cores that a device interrupts
     * together may poll what the other writes, as ESP-IDF's for revision 3 with SPIRAM do when its interrupt watchdog barks.
     */
    void interruptInputs(int index, int mask) {
        cores.get(index).core().setInterruptInputs(mask);
        if (mask == 0 || cores.get(index) == running) {
            return;
        }
        summoned |= 1 << index;
        if (running != null || Integer.bitCount(summoned) > 1) {
            attentiveUntil = clock.now() + ATTENTION;
        }
        endRound();
    }

    /**
     * S32C1I met another value than expected. If another core is at work it probably holds the lock; then spinning on until the
     * end of the round cannot succeed and the time is passed without executing.
     */
    void conditionalStoreFailed(Core core) {
        if (running == null || running.core() != core) {
            return;
        }
        if (othersAreBusy(running)) {
            running.spin();
            core.endTurnAt(core.cycle());
        }
    }

    private boolean othersAreBusy(CoreTime one) {
        for (CoreTime other : cores) {
            if (other != one && !other.idle()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void state(State state) {
        for (CoreTime core : cores) {
            state.all(core.core(), core);
        }
        polling = state.value(polling);
        attentiveUntil = state.value(attentiveUntil);
        summoned = state.value(summoned);
    }
}
