package dev.crema.emulator.xtensa;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import java.util.Arrays;

/** The timer interrupt option: CCOUNT and its comparators, as cycles at which something happens. */
final class Timers implements Stateful {
    private static final long PERIOD = 1L << 32;

    private final int[] interrupts;
    private final int[] compare;
    private final long[] due;
    private int offset;
    private long next;

    /** @param config tells the interrupt of each comparator */
    Timers(CoreConfig config) {
        interrupts = config.timers().stream().mapToInt(number -> 1 << number).toArray();
        compare = new int[interrupts.length];
        due = new long[interrupts.length];
    }

    /** CCOUNT and the comparators begin at zero. */
    void reset(long cycle) {
        Arrays.fill(compare, 0);
        setCount(cycle, 0);
    }

    /** CCOUNT. */
    int count(long cycle) {
        return (int) cycle + offset;
    }

    void setCount(long cycle, int value) {
        offset = value - (int) cycle;
        for (int timer = 0; timer < due.length; timer++) {
            arm(timer, cycle);
        }
        findNext();
    }

    /**
     * Writes a comparator.
     *
     * @return the interrupt that this makes go away, as a mask
     */
    int setCompare(int timer, long cycle, int value) {
        compare[timer] = value;
        arm(timer, cycle);
        findNext();
        return interrupts[timer];
    }

    /** A comparator that equals CCOUNT has matched already and does so again a whole turn of the counter later. */
    private void arm(int timer, long cycle) {
        long left = compare[timer] - count(cycle) & PERIOD - 1;
        due[timer] = cycle + (left == 0 ? PERIOD : left);
    }

    private void findNext() {
        next = Long.MAX_VALUE;
        for (long each : due) {
            next = Math.min(next, each);
        }
    }

    /** The cycle at which the next comparator matches. */
    long next() {
        return next;
    }

    /** The interrupts of the comparators that have matched by a cycle. Each match is told once. */
    int matched(long cycle) {
        int mask = 0;
        if (cycle >= next) {
            for (int timer = 0; timer < due.length; timer++) {
                if (cycle >= due[timer]) {
                    mask |= interrupts[timer];
                    arm(timer, cycle);
                }
            }
            findNext();
        }
        return mask;
    }

    @Override
    public void state(State state) {
        state.ints(compare);
        state.longs(due);
        offset = state.value(offset);
        findNext();
    }
}
