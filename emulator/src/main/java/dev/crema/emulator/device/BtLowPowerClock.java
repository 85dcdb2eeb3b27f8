package dev.crema.emulator.device;

/**
 * The clock that counts while the Bluetooth controller sleeps: a source and a divider, selected in DPORT's BT_LPCK_DIV_INT and
 * BT_LPCK_DIV_FRAC. The fractional part of the divider is not modelled; ESP-IDF leaves it at 1/1.
 */
public final class BtLowPowerClock {
    private static final int XTAL32K = 27;
    private static final int XTAL = 26;
    private static final int RC_FAST = 25;

    private final Register divider;
    private final Register source;
    private final ClockTree clocks;

    BtLowPowerClock(Register divider, Register source, ClockTree clocks) {
        this.divider = divider;
        this.source = source;
        this.clocks = clocks;
    }

    /** Ticks of virtual time, rounded up, that a number of cycles takes. */
    long ticks(int cycles) {
        return Math.ceilDiv(Integer.toUnsignedLong(cycles) * divided() * numerator(), denominator());
    }

    /** Whole cycles in a number of ticks. */
    int cycles(long ticks) {
        return (int) (ticks * denominator() / (divided() * numerator()));
    }

    private long divided() {
        return divider.field(11, 0) + 1L;
    }

    private long numerator() {
        if (source.bit(XTAL32K)) {
            return SlowClock.XTAL32K.ticks();
        }
        if (source.bit(XTAL)) {
            return 12;
        }
        // 480 / 8.5 MHz = 960 / 17.
        return source.bit(RC_FAST) ? 960 : clocks.slow().ticks();
    }

    private long denominator() {
        if (source.bit(XTAL32K)) {
            return SlowClock.XTAL32K.cycles();
        }
        if (source.bit(XTAL)) {
            return 1;
        }
        return source.bit(RC_FAST) ? 17 : clocks.slow().cycles();
    }
}
