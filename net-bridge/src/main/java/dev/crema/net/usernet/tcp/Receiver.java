package dev.crema.net.usernet.tcp;

import dev.crema.net.usernet.packet.TcpSegment;
import java.util.Arrays;

/**
 * The half of a connection that comes from the guest. Positions count from the beginning of the connection and never wrap: 0 is
 * SYN, 1 the first byte, the last FIN.
 */
final class Receiver {
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final int initialSequence;
    private final ReassemblyQueue queue = new ReassemblyQueue();
    private long finPosition = UNKNOWN;
    /** What was handed on, and is not consumed. */
    private int unconsumed;
    /** What the guest was told that it may send up to. */
    private long edge;

    /**
     * A stream.
     *
     * @param initialSequence of the guest's SYN
     */
    Receiver(int initialSequence) {
        this.initialSequence = initialSequence;
        edge = 1 + TcpConnection.WINDOW;
    }

    private long next() {
        long afterData = 1 + queue.next();
        return finished() ? afterData + 1 : afterData;
    }

    private long position(int sequence) {
        return next() + (sequence - acknowledgment());
    }

    /** RCV.NXT: the sequence number that is expected. */
    int acknowledgment() {
        return initialSequence + (int) next();
    }

    /** RCV.WND: how much more can be taken; never less than was promised before. */
    int window() {
        return (int) Math.max(edge - next(), TcpConnection.WINDOW - unconsumed);
    }

    /** The guest is being told acknowledgment and window. */
    void told() {
        edge = next() + window();
    }

    /** Whether all has come. */
    boolean finished() {
        return 1 + queue.next() == finPosition;
    }

    /** Whether any of a segment lies where it may: RFC 9293, section 3.10.7.4. */
    boolean isAcceptable(TcpSegment segment) {
        long start = position(segment.sequence());
        long end = start + segment.length();
        if (segment.length() == 0) {
            return start == next() || start > next() && start < edge;
        }
        return end > next() && start < edge;
    }

    /** Whether a segment begins where it is expected. */
    boolean isNext(TcpSegment segment) {
        return segment.sequence() == acknowledgment();
    }

    /** Takes an acceptable segment; returns what is in order now. */
    byte[] accept(TcpSegment segment) {
        long start = position(segment.sequence());
        byte[] payload = segment.payload();
        long end = start + payload.length;
        if (end > edge) {
            payload = Arrays.copyOf(payload, (int) (edge - start));
        } else if (segment.has(TcpSegment.FIN)) {
            finPosition = end;
        }
        if (finished() || start - 1 + payload.length > finPosition - 1) {
            return new byte[0];
        }
        byte[] ready = queue.add(start - 1, payload);
        unconsumed += ready.length;
        return ready;
    }

    /**
     * What was handed on is out of the way.
     *
     * @return whether so much is free now that the guest should be told
     */
    boolean consumed(int count) {
        unconsumed -= count;
        return next() + window() - edge >= TcpConnection.WINDOW / 4;
    }
}
