package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * What the oscillators make of the three selectors that firmware sets: SOC_CLK_SEL in RTC_CNTL, CPUPERIOD_SEL in DPORT and
 * PRE_DIV_CNT in SYSCON (TRM, "Reset and Clock": CPU clock, APB clock).
 *
 * <p>A frequency is held as the number of 480 MHz ticks in one cycle. The crystal (40 MHz), all its divisions and the PLL give
 * whole numbers. The 8.5 MHz RC oscillator does not: the CPU then gets the nearest frequency that does, 480/56 = 8.57 MHz.
 * REF_TICK is always 1 MHz, since firmware keeps it so whatever APB is.
 */
public final class ClockTree implements Stateful {
    /** The crystal's frequency in Hz. */
    public static final int XTAL_HZ = 40_000_000;
    /** Ticks in a cycle of REF_TICK, 1 MHz. */
    public static final int TICKS_PER_REF_CYCLE = (int) Clock.TICKS_PER_MICROSECOND;

    private static final int TICKS_PER_XTAL_CYCLE = (int) (Clock.TICKS_PER_SECOND / XTAL_HZ);
    private static final double TICKS_PER_RC_FAST_CYCLE = Clock.TICKS_PER_SECOND / 8_500_000.0;
    private static final int SOC_CLK_PLL = 1;
    private static final int SOC_CLK_RC_FAST = 2;

    /** Told after clocks have changed; whoever counts cycles settles what it has counted at the old rate. */
    @FunctionalInterface
    public interface Listener {
        /** A frequency of the tree is not what it was. */
        void clocksChanged();
    }

    private final List<Listener> listeners = new ArrayList<>();
    private final boolean crystal32k;
    private int socClkSel;
    private int cpuPeriodSel;
    private int preDivCnt;
    private SlowClock slow = SlowClock.RC_SLOW;
    private int ticksPerCpuCycle = TICKS_PER_XTAL_CYCLE;
    private int ticksPerApbCycle = TICKS_PER_XTAL_CYCLE;
    private boolean asleep;

    /**
     * The clocks after reset: everything runs from the crystal.
     *
     * @param crystal32k whether the board has the 32,768 Hz crystal, which most lack
     */
    public ClockTree(boolean crystal32k) {
        this.crystal32k = crystal32k;
    }

    /** Adds a listener, for ever. */
    public void onChange(Listener listener) {
        listeners.add(listener);
    }

    /**
     * SOC_CLK_SEL: 0 crystal, 1 PLL, 2 RC oscillator; 3, the audio PLL, which no firmware runs the CPU from, counts as crystal.
     */
    public void selectSocClock(int code) {
        socClkSel = code;
        derive();
    }

    /** CPUPERIOD_SEL, with the PLL as source: 0 is 80 MHz, 1 160, 2 (and the reserved 3) 240. */
    public void selectCpuPeriod(int code) {
        cpuPeriodSel = code;
        derive();
    }

    /** PRE_DIV_CNT: without the PLL, CPU and APB run at the source divided by this plus 1. */
    public void selectPreDivider(int count) {
        preDivCnt = count;
        derive();
    }

    /** ANA_CLK_RTC_SEL: the RTC's slow clock, by its code. */
    public void selectSlowClock(int code) {
        SlowClock selected = SlowClock.of(code);
        if (selected != slow) {
            slow = selected;
            changed();
        }
    }

    /** Light sleep stops the crystal and all that comes from it; the slow clock goes on. */
    public void sleep(boolean sleeping) {
        if (sleeping != asleep) {
            asleep = sleeping;
            changed();
        }
    }

    private void derive() {
        int cpu = switch (socClkSel) {
            case SOC_CLK_PLL -> switch (cpuPeriodSel) {
                case 0 -> 6;
                case 1 -> 3;
                default -> 2;
            };
            case SOC_CLK_RC_FAST -> (int) Math.round(TICKS_PER_RC_FAST_CYCLE * (preDivCnt + 1));
            default -> TICKS_PER_XTAL_CYCLE * (preDivCnt + 1);
        };
        int apb = socClkSel == SOC_CLK_PLL ? Clock.TICKS_PER_APB_CYCLE : cpu;
        if (cpu != ticksPerCpuCycle || apb != ticksPerApbCycle) {
            ticksPerCpuCycle = cpu;
            ticksPerApbCycle = apb;
            changed();
        }
    }

    private void changed() {
        for (Listener listener : listeners) {
            listener.clocksChanged();
        }
    }

    /** Ticks in a CPU cycle: 2, 3 or 6 with the PLL, 12 or a multiple of it with the crystal. */
    public int ticksPerCpuCycle() {
        return ticksPerCpuCycle;
    }

    /** Ticks in an APB cycle: 6 with the PLL, otherwise as the CPU. */
    public int ticksPerApbCycle() {
        return ticksPerApbCycle;
    }

    /** The CPU's frequency in Hz, rounded down. */
    public int cpuHz() {
        return (int) (Clock.TICKS_PER_SECOND / ticksPerCpuCycle);
    }

    /** The peripheral bus's frequency in Hz, rounded down. */
    public int apbHz() {
        return (int) (Clock.TICKS_PER_SECOND / ticksPerApbCycle);
    }

    /** Whether the peripheral bus is clocked: always, except in light sleep. */
    public boolean apbRuns() {
        return !asleep;
    }

    /** Whether a slow clock oscillates: not the external crystal, on a board without it. */
    public boolean oscillates(SlowClock source) {
        return crystal32k || source != SlowClock.XTAL32K;
    }

    /** The RTC's slow clock. */
    public SlowClock slow() {
        return slow;
    }

    @Override
    public void state(State state) {
        socClkSel = state.value(socClkSel);
        cpuPeriodSel = state.value(cpuPeriodSel);
        preDivCnt = state.value(preDivCnt);
        slow = state.value(slow);
        ticksPerCpuCycle = 1 + state.index(ticksPerCpuCycle - 1, Integer.MAX_VALUE);
        ticksPerApbCycle = 1 + state.index(ticksPerApbCycle - 1, Integer.MAX_VALUE);
        asleep = state.value(asleep);
    }
}
