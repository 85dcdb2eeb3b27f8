package dev.crema.net.dial;

import dev.crema.emulator.machine.Machine;
import java.time.Duration;

/**
 * How far a run has come, here and in the guest.
 *
 * @param hostNanos of the host's clock, which begins anywhere
 * @param guest time since power-on
 * @param instructions executed since power-on
 */
public record Moment(long hostNanos, Duration guest, long instructions) {
    /** Now; on the machine's thread. */
    public static Moment of(Machine machine) {
        return new Moment(System.nanoTime(), machine.now(), machine.instructions());
    }

    /** What passed since an earlier moment. */
    public Span since(Moment earlier) {
        return new Span(Duration.ofNanos(hostNanos - earlier.hostNanos), guest.minus(earlier.guest), instructions - earlier.instructions);
    }

    /**
     * What passed between two moments.
     *
     * @param host time
     * @param guest time
     * @param instructions that the guest executed
     */
    public record Span(Duration host, Duration guest, long instructions) {
    }
}
