package dev.crema.emulator.device;

/**
 * The clocks that the RTC can run from, by their code in {@code RTC_CNTL_CLK_CONF.ANA_CLK_RTC_SEL} (TRM, "Reset and Clock"), at
 * their nominal frequencies. As none but the first divides the 480 MHz of virtual time, each is a ratio: {@link #cycles} cycles
 * take {@link #ticks} ticks.
 */
public enum SlowClock {
    /** The internal RC oscillator, 150 kHz. */
    RC_SLOW(3_200, 1),
    /** An external 32,768 Hz crystal. */
    XTAL32K(468_750, 32),
    /** The internal 8.5 MHz oscillator divided by 256, 33,203.125 Hz. */
    RC_FAST_D256(245_760, 17);

    private final int ticks;
    private final int cycles;

    SlowClock(int ticks, int cycles) {
        this.ticks = ticks;
        this.cycles = cycles;
    }

    /** Ticks of virtual time in {@link #cycles} cycles of this clock. */
    public int ticks() {
        return ticks;
    }

    /** See {@link #ticks}. */
    public int cycles() {
        return cycles;
    }

    /** Ticks of virtual time, rounded up, that a number of cycles takes. */
    public long ticksOf(long count) {
        return Math.ceilDiv(count * ticks, cycles);
    }

    /** The clock of a selector's code; the reserved code 3 counts as 0. */
    static SlowClock of(int code) {
        return switch (code) {
            case 1 -> XTAL32K;
            case 2 -> RC_FAST_D256;
            default -> RC_SLOW;
        };
    }
}
