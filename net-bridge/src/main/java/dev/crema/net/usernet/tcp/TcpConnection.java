package dev.crema.net.usernet.tcp;

import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import dev.crema.net.usernet.packet.TcpSegment;
import java.util.OptionalInt;

/**
 * Our end of a connection with the guest: RFC 9293, with the state machine of its section 3.3.2, retransmission after RFC 6298,
 * fast retransmission and recovery of what else is missing after RFC 6582, zero-window probes, keep-alives, and the defences of
 * RFC 5961.
 *
 * <p>The guest is one hop away and says how much it can take, so there is no congestion window; nor are there delayed
 * acknowledgments: with the small windows of microcontrollers they would only make both ends wait.
 *
 * <p>Used on the machine's thread. What comes from the guest goes to a {@link Handler}, which says when it got rid of it;
 * the window that the guest sees is what is left.
 */
public final class TcpConnection {
    /** The longest payload of a segment: what fits into an Ethernet frame. */
    public static final int LONGEST_SEGMENT = 1_460;
    /** How much can be on its way in each direction. There is no window scaling, so this is the most. */
    public static final int WINDOW = 65_535;

    /** After about two minutes in vain the guest is gone. */
    private static final int MOST_FAILURES = 8;
    /** On one's own cable segments do not linger for the minutes that the RFC fears. */
    private static final long TIME_WAIT = 2 * Clock.TICKS_PER_SECOND;
    /** An idle guest is asked this often whether it still has the connection, which it has not after a reset. */
    private static final long KEEP_ALIVE = 60 * Clock.TICKS_PER_SECOND;

    private final Ports ports;
    private final Handler handler;
    private final Sender sender;
    private final Event timer;
    private State state;
    /** Knows nothing until the guest's SYN has come. */
    private Receiver receiver = new Receiver(0);
    private boolean acknowledgmentDue;
    private boolean finSentFirst;
    private boolean waiting;
    private int failures;

    /**
     * Whose connection it is.
     *
     * @param ours what the guest takes for its peer's port
     * @param guests the guest's port
     */
    public record Ports(int ours, int guests) { }

    /** What the connection is for. */
    public interface Handler {
        /** Carries a segment to the guest. */
        void transmit(TcpSegment segment);

        /** Both ends have agreed on the connection. */
        void established();

        /** Data came, in order; {@link #consumed} is to follow. */
        void received(byte[] data);

        /** The guest has no more data. */
        void finished();

        /** The guest took data: there is room for more. */
        void writable();

        /**
         * Nothing more comes or goes.
         *
         * @param clean whether all data of both ends arrived
         */
        void ended(boolean clean);

        /** Nor is an answer due to segments of the connection that were under way. */
        void forgotten();
    }

    private enum State {
        /** The guest asked for the connection, and has no answer yet. */
        ASKED,
        SYN_SENT,
        SYN_RECEIVED,
        /** ESTABLISHED and the states behind it, which differ in who has sent FIN. */
        OPEN,
        TIME_WAIT,
        CLOSED
    }

    private TcpConnection(Ports ports, int initialSequence, Clock clock, Handler handler, State state) {
        this.ports = ports;
        this.handler = handler;
        this.state = state;
        sender = new Sender(initialSequence, clock, this::transmit);
        timer = clock.event("TCP", this::timeUp);
    }

    /** Dials the guest. */
    public static TcpConnection dial(Ports ports, int initialSequence, Clock clock, Handler handler) {
        TcpConnection connection = new TcpConnection(ports, initialSequence, clock, handler, State.SYN_SENT);
        connection.sender.synchronize();
        connection.arm(true);
        return connection;
    }

    /** The guest dials; {@link #accept} or {@link #abort} is to follow. */
    public static TcpConnection dialed(TcpSegment syn, int initialSequence, Clock clock, Handler handler) {
        Ports ports = new Ports(syn.destinationPort(), syn.sourcePort());
        TcpConnection connection = new TcpConnection(ports, initialSequence, clock, handler, State.ASKED);
        connection.synchronizedBy(syn);
        return connection;
    }

    private void synchronizedBy(TcpSegment syn) {
        receiver = new Receiver(syn.sequence());
        syn.longestSegment().ifPresent(sender::limitSegments);
    }

    // ---- what the other side of the bridge wants -----------------------------------------------------------------------

    /** The guest's wish is granted. */
    public void accept() {
        if (state == State.ASKED) {
            state = State.SYN_RECEIVED;
            sender.synchronize();
            arm(true);
        }
    }

    /** How many bytes {@link #send} can take. */
    public int room() {
        return sender.room();
    }

    /** Sends data to the guest, for which there is {@link #room}. */
    public void send(byte[] data) {
        sender.append(data);
        pushIfOpen();
    }

    /** Nothing more is to be sent; what comes from the guest is still wanted. */
    public void finish() {
        sender.finish();
        pushIfOpen();
    }

    private void pushIfOpen() {
        if (state == State.OPEN) {
            sender.push();
            arm(false);
        }
    }

    /** What {@link Handler#received} gave is out of the way. */
    public void consumed(int count) {
        if (receiver.consumed(count) && state == State.OPEN) {
            acknowledge();
        }
    }

    /** Breaks the connection off; the guest is told. */
    public void abort() {
        if (!isOver()) {
            transmit(state == State.ASKED ? 0 : sender.nextSequence(), TcpSegment.RST, new byte[0]);
            end(false);
        }
    }

    /** Whether nothing more comes or goes. */
    public boolean isOver() {
        return state == State.TIME_WAIT || state == State.CLOSED;
    }

    // ---- what the guest sends ------------------------------------------------------------------------------------------

    /** Takes a segment of this connection: RFC 9293, section 3.10.7. */
    public void receive(TcpSegment segment) {
        failures = 0;
        switch (state) {
            case CLOSED -> { }
            case ASKED -> {
                if (segment.has(TcpSegment.RST) && receiver.isNext(segment)) {
                    end(false);
                }
            }
            case SYN_SENT -> receiveAnswer(segment);
            case SYN_RECEIVED, OPEN, TIME_WAIT -> receiveSynchronized(segment);
        }
    }

    private void receiveAnswer(TcpSegment segment) {
        boolean meant = segment.has(TcpSegment.ACK) && segment.acknowledgment() == sender.nextSequence();
        if (segment.has(TcpSegment.RST)) {
            if (meant) {
                end(false);
            }
        } else if (segment.has(TcpSegment.ACK) && !meant) {
            handler.transmit(resetTo(segment));
        } else if (segment.has(TcpSegment.SYN) && meant) {
            synchronizedBy(segment);
            sender.acknowledge(segment);
            state = State.OPEN;
            acknowledge();
            handler.established();
            arm(true);
        }
    }

    private void receiveSynchronized(TcpSegment segment) {
        if (state == State.SYN_RECEIVED && segment.has(TcpSegment.SYN)) {
            sender.synchronizeAgain();
        } else if (!receiver.isAcceptable(segment)) {
            if (!segment.has(TcpSegment.RST)) {
                acknowledge();
            }
        } else if (segment.has(TcpSegment.RST)) {
            reset(segment);
        } else if (segment.has(TcpSegment.SYN)) {
            // RFC 5961, section 4: a guest that has forgotten the connection resets it when it gets this.
            acknowledge();
        } else if (segment.has(TcpSegment.ACK)) {
            receiveAcknowledging(segment);
        }
    }

    /** RFC 5961, section 3: only the exact sequence number resets at once. */
    private void reset(TcpSegment segment) {
        if (!receiver.isNext(segment)) {
            acknowledge();
        } else if (state == State.TIME_WAIT) {
            close();
        } else {
            end(false);
        }
    }

    private void receiveAcknowledging(TcpSegment segment) {
        Sender.Verdict verdict = sender.acknowledge(segment);
        if (state == State.SYN_RECEIVED) {
            if (verdict != Sender.Verdict.PROGRESS) {
                handler.transmit(resetTo(segment));
                return;
            }
            state = State.OPEN;
            handler.established();
        } else if (verdict == Sender.Verdict.IMPOSSIBLE) {
            acknowledge();
            return;
        }
        if (state == State.OPEN) {
            take(segment);
        }
        if (state == State.OPEN && verdict == Sender.Verdict.PROGRESS) {
            handler.writable();
        }
        if (state == State.OPEN) {
            sender.push();
            arm(verdict == Sender.Verdict.PROGRESS);
        }
        if (acknowledgmentDue) {
            acknowledge();
        }
    }

    private void take(TcpSegment segment) {
        if (segment.length() > 0) {
            acknowledgmentDue = true;
            boolean finishedBefore = receiver.finished();
            byte[] ready = receiver.accept(segment);
            if (ready.length > 0) {
                handler.received(ready);
            }
            if (receiver.finished() && !finishedBefore) {
                finSentFirst = sender.finSent();
                handler.finished();
            }
        }
        if (state == State.OPEN && sender.finished() && receiver.finished()) {
            endCleanly();
        }
    }

    private void endCleanly() {
        if (acknowledgmentDue) {
            acknowledge();
        }
        if (finSentFirst) {
            // The guest may not get our last acknowledgment, and send its FIN again.
            state = State.TIME_WAIT;
            timer.after(TIME_WAIT);
            handler.ended(true);
        } else {
            end(true);
        }
    }

    private void end(boolean clean) {
        boolean known = state != State.CLOSED;
        close();
        if (known) {
            handler.ended(clean);
        }
    }

    private void close() {
        state = State.CLOSED;
        timer.cancel();
        handler.forgotten();
    }

    // ---- what goes to the guest ----------------------------------------------------------------------------------------

    private void acknowledge() {
        transmit(sender.nextSequence(), 0, new byte[0]);
    }

    private void transmit(int sequence, int flags, byte[] payload) {
        boolean synchronizing = (flags & TcpSegment.SYN) != 0;
        boolean first = state == State.SYN_SENT;
        int acknowledgment = first ? 0 : receiver.acknowledgment();
        int window = Math.min(receiver.window(), WINDOW);
        receiver.told();
        acknowledgmentDue = false;
        handler.transmit(new TcpSegment(ports.ours, ports.guests, sequence, acknowledgment,
                first ? flags : flags | TcpSegment.ACK, window,
                synchronizing ? OptionalInt.of(LONGEST_SEGMENT) : OptionalInt.empty(), payload));
    }

    /** What a segment deserves that belongs to no connection: RFC 9293, section 3.10.7.1. */
    public static TcpSegment resetTo(TcpSegment segment) {
        boolean acknowledges = segment.has(TcpSegment.ACK);
        return new TcpSegment(segment.destinationPort(), segment.sourcePort(),
                acknowledges ? segment.acknowledgment() : 0,
                acknowledges ? 0 : segment.sequence() + segment.length(),
                acknowledges ? TcpSegment.RST : TcpSegment.RST | TcpSegment.ACK, 0, OptionalInt.empty(), new byte[0]);
    }

    // ---- time ----------------------------------------------------------------------------------------------------------

    /**
     * Waits for what is due next: an acknowledgment, room at the guest, or a sign of life.
     *
     * @param anew whether to start waiting from now even if it is waited for already
     */
    private void arm(boolean anew) {
        if (isOver()) {
            return;
        }
        boolean before = waiting;
        waiting = sender.outstanding() || sender.blocked();
        if (!waiting) {
            timer.after(KEEP_ALIVE);
        } else if (anew || !before) {
            timer.after(sender.timeout());
        }
    }

    private void timeUp() {
        if (state == State.TIME_WAIT) {
            close();
            return;
        }
        failures++;
        if (failures > MOST_FAILURES) {
            abort();
        } else if (sender.outstanding()) {
            sender.retransmit();
            arm(true);
        } else if (sender.blocked()) {
            sender.probe();
            arm(true);
        } else {
            // RFC 9293, section 3.8.4: an old sequence number, which the guest has to correct.
            transmit(sender.nextSequence() - 1, 0, new byte[0]);
            arm(true);
        }
    }
}
