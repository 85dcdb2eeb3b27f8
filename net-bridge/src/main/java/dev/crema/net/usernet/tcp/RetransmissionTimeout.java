package dev.crema.net.usernet.tcp;

import dev.crema.emulator.time.Clock;

/** How long to wait for an acknowledgment before sending again: RFC 6298, in ticks of virtual time. */
final class RetransmissionTimeout {
    private static final long INITIAL = Clock.TICKS_PER_SECOND;
    /** Not the second that the RFC wants for the Internet: the guest is one hop away, but may doze for three beacons. */
    private static final long SHORTEST = 400 * Clock.TICKS_PER_MILLISECOND;
    private static final long LONGEST = 60 * Clock.TICKS_PER_SECOND;
    private static final int MOST_DOUBLINGS = 8;

    private long smoothed;
    private long variation;
    private long base = INITIAL;
    private int doublings;

    /** The time to wait now. */
    long ticks() {
        return Math.min(base << doublings, LONGEST);
    }

    /** A segment that was sent once was acknowledged after some time. */
    void measured(long roundTrip) {
        if (smoothed == 0) {
            smoothed = roundTrip;
            variation = roundTrip / 2;
        } else {
            variation += (Math.abs(smoothed - roundTrip) - variation) / 4;
            smoothed += (roundTrip - smoothed) / 8;
        }
        base = Math.clamp(smoothed + 4 * variation, SHORTEST, LONGEST);
    }

    /** It was in vain: wait twice as long. */
    void backOff() {
        doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
    }

    /** Something new was acknowledged. */
    void progress() {
        doublings = 0;
    }
}
