package dev.crema.net.usernet.tcp;

import dev.crema.emulator.time.Clock;
import dev.crema.net.usernet.packet.TcpSegment;
import java.util.Random;
import java.util.function.Consumer;

/** Carries segments in virtual time, some late, some twice, some not at all. */
final class BadCable {
    private static final long SHORTEST_DELAY = Clock.TICKS_PER_MILLISECOND;

    private final Clock clock;
    private final Random random;
    private final int percentLost;
    private final int percentTwice;
    private final int longestDelayMillis;
    int carried;

    BadCable(Clock clock, long seed, int percentLost, int percentTwice, int longestDelayMillis) {
        this.clock = clock;
        random = new Random(seed);
        this.percentLost = percentLost;
        this.percentTwice = percentTwice;
        this.longestDelayMillis = longestDelayMillis;
    }

    void carry(TcpSegment segment, Consumer<TcpSegment> to) {
        carried++;
        if (random.nextInt(100) >= percentLost) {
            deliver(segment, to);
        }
        if (random.nextInt(100) < percentTwice) {
            deliver(segment, to);
        }
    }

    private void deliver(TcpSegment segment, Consumer<TcpSegment> to) {
        long delay = longestDelayMillis == 0 ? 0 : random.nextLong(longestDelayMillis * Clock.TICKS_PER_MILLISECOND);
        clock.event("segment", () -> to.accept(segment)).after(SHORTEST_DELAY + delay);
    }
}
