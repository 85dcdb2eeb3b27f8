package dev.crema.net.usernet.tcp;

import dev.crema.emulator.time.Clock;
import dev.crema.net.usernet.packet.TcpSegment;

/**
 * The half of a connection that goes to the guest: what is to be sent, what was, and what was acknowledged.
 *
 * <p>Positions count from the beginning of the connection and never wrap: 0 is SYN, 1 the first byte, the last FIN.
 */
final class Sender {
    /** Of a guest that does not say: RFC 9293, section 3.7.1. */
    private static final int DEFAULT_SEGMENT = 536;
    private static final int SHORTEST_SEGMENT = 64;
    /** RFC 5681, section 3.2: "the arrival of 3 duplicate ACKs". */
    private static final int DUPLICATES_OF_A_LOSS = 3;
    private static final long NOT_TIMED = -1;

    private final int initialSequence;
    private final Clock clock;
    private final Output output;
    private final RetransmissionTimeout timeout = new RetransmissionTimeout();
    private final SendBuffer buffer = new SendBuffer(TcpConnection.WINDOW);
    private int segmentSize = DEFAULT_SEGMENT;
    private boolean finWanted;
    /** The position of the first byte in the buffer. */
    private long bufferStart = 1;
    /** SND.UNA: all before it is acknowledged. */
    private long unacknowledged;
    /** SND.NXT: all before it was sent. */
    private long next;
    /** SND.WND, and the largest ever. */
    private int window;
    private int largestWindow;
    /** SND.WL1 and SND.WL2: which segment gave the window. */
    private int windowSequence;
    private long windowAcknowledged;
    private int duplicates;
    /** What was sent before a loss was noticed ends here; what is missing of it is sent again as soon as that shows. */
    private long recoverUpTo;
    private long timedUpTo = NOT_TIMED;
    private long timedSince;

    /** Carries a segment to the guest, with the acknowledgment of the other half. */
    @FunctionalInterface
    interface Output {
        void transmit(int sequence, int flags, byte[] payload);
    }

    /** What an acknowledgment says. */
    enum Verdict {
        /** More has arrived. */
        PROGRESS,
        /** Nothing new. */
        OLD,
        /** What was never sent: the guest speaks of another connection. */
        IMPOSSIBLE
    }

    Sender(int initialSequence, Clock clock, Output output) {
        this.initialSequence = initialSequence;
        this.clock = clock;
        this.output = output;
    }

    /** The sequence number after all that was sent. */
    int nextSequence() {
        return sequence(next);
    }

    private int sequence(long position) {
        return initialSequence + (int) position;
    }

    /** The guest said in its SYN how long segments may be. */
    void limitSegments(int longest) {
        segmentSize = Math.clamp(longest, SHORTEST_SEGMENT, TcpConnection.LONGEST_SEGMENT);
    }

    /** How many bytes more can be taken. */
    int room() {
        return buffer.room();
    }

    /** Takes bytes, for which there is room. */
    void append(byte[] bytes) {
        buffer.append(bytes);
    }

    /** Nothing more will be taken. */
    void finish() {
        finWanted = true;
    }

    private long dataEnd() {
        return bufferStart + buffer.length();
    }

    /** Whether something that was sent is not acknowledged. */
    boolean outstanding() {
        return next > unacknowledged;
    }

    /** Whether FIN was sent. */
    boolean finSent() {
        return finWanted && next > dataEnd();
    }

    /** Whether all, with FIN, was acknowledged. */
    boolean finished() {
        return finSent() && !outstanding();
    }

    /** Whether there is something to send that the guest has no room for. */
    boolean blocked() {
        return !outstanding() && (next < dataEnd() || finWanted && !finSent());
    }

    /** How long to wait for an acknowledgment. */
    long timeout() {
        return timeout.ticks();
    }

    /** Sends SYN. */
    void synchronize() {
        next = 1;
        time(next);
        output.transmit(initialSequence, TcpSegment.SYN, new byte[0]);
    }

    /** Sends what the guest has room for. */
    void push() {
        boolean more = unacknowledged > 0;
        while (more) {
            int unsent = (int) Math.max(0, dataEnd() - next);
            int room = (int) (unacknowledged + window - next);
            int count = Math.min(Math.min(unsent, room), segmentSize);
            boolean last = count == unsent;
            // RFC 9293, section 3.8.6.2.1: no small segments just because the guest's window opens in small steps.
            boolean worthwhile = count == segmentSize || last || !outstanding() || count >= largestWindow / 2;
            boolean fin = last && finWanted && !finSent() && count < room;
            more = fin || count > 0 && worthwhile;
            if (more) {
                sendNew(Math.max(0, count), fin);
            }
        }
    }

    /** Sends a byte, or FIN, though the guest said it has no room: its answer says whether that still holds. */
    void probe() {
        boolean data = next < dataEnd();
        sendNew(data ? 1 : 0, !data);
    }

    private void sendNew(int count, boolean fin) {
        long position = next;
        next += count + (fin ? 1 : 0);
        time(next);
        transmit(position, count);
    }

    private void transmit(long position, int count) {
        long end = position + count;
        boolean fin = finWanted && end == dataEnd() && next > end;
        boolean push = count > 0 && end == dataEnd();
        output.transmit(sequence(position), (fin ? TcpSegment.FIN : 0) | (push ? TcpSegment.PSH : 0),
                buffer.copy((int) (position - bufferStart), count));
    }

    /** Time is up: sends the first of what is not acknowledged again. */
    void retransmit() {
        timeout.backOff();
        recoverUpTo = next;
        transmitFirst();
    }

    private void transmitFirst() {
        timedUpTo = NOT_TIMED;
        if (unacknowledged == 0) {
            output.transmit(initialSequence, TcpSegment.SYN, new byte[0]);
        } else {
            transmit(unacknowledged, (int) Math.min(segmentSize, Math.min(next, dataEnd()) - unacknowledged));
        }
    }

    /** SYN alone again, for a guest that asks again. */
    void synchronizeAgain() {
        transmitFirst();
    }

    private void time(long upTo) {
        if (timedUpTo == NOT_TIMED) {
            timedUpTo = upTo;
            timedSince = clock.now();
        }
    }

    /** Takes the acknowledgment and the window of a segment. */
    Verdict acknowledge(TcpSegment segment) {
        long acknowledged = unacknowledged + (segment.acknowledgment() - sequence(unacknowledged));
        if (acknowledged > next) {
            return Verdict.IMPOSSIBLE;
        }
        int windowBefore = window;
        if (acknowledged >= unacknowledged) {
            updateWindow(segment, acknowledged);
        }
        if (acknowledged <= unacknowledged) {
            if (acknowledged == unacknowledged && outstanding()) {
                nothingNew(segment, windowBefore);
            }
            return Verdict.OLD;
        }
        advance(acknowledged);
        return Verdict.PROGRESS;
    }

    /** RFC 9293, section 3.10.7.4: only newer segments than that which gave the window change it. */
    private void updateWindow(TcpSegment segment, long acknowledged) {
        int newer = segment.sequence() - windowSequence;
        if (newer > 0 || newer == 0 && acknowledged >= windowAcknowledged || windowAcknowledged == 0) {
            window = segment.window();
            largestWindow = Math.max(largestWindow, window);
            windowSequence = segment.sequence();
            windowAcknowledged = acknowledged;
        }
    }

    private void nothingNew(TcpSegment segment, int windowBefore) {
        if (windowBefore == 0 && window > 0) {
            // The guest had no room for the probe.
            transmitFirst();
        } else if (segment.length() == 0 && window == windowBefore) {
            duplicates++;
            if (duplicates == DUPLICATES_OF_A_LOSS && unacknowledged >= recoverUpTo) {
                recoverUpTo = next;
                transmitFirst();
            }
        }
    }

    private void advance(long acknowledged) {
        int data = (int) (Math.min(acknowledged, dataEnd()) - bufferStart);
        buffer.discard(data);
        bufferStart += data;
        unacknowledged = acknowledged;
        duplicates = 0;
        timeout.progress();
        if (timedUpTo != NOT_TIMED && acknowledged >= timedUpTo) {
            timeout.measured(clock.now() - timedSince);
            timedUpTo = NOT_TIMED;
        }
        if (outstanding() && acknowledged < recoverUpTo) {
            transmitFirst();
        }
    }
}
