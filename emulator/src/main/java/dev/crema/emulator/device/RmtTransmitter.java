package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;

/**
 * The sending half of an {@link Rmt} channel. A word of its memory holds two entries, each a level (bit 15) and a duration in
 * cycles (14:0); a duration of 0 ends the transmission.
 */
final class RmtTransmitter implements Stateful {
    private static final int FIRST_SIGNAL = 87;
    private static final int STATE_SENDING = 1 << 24;

    private final Rmt.Channel channel;
    private final Clock clock;
    private final Signals signals;
    private final Event entryEnds;
    private boolean sending;
    /** Entries are numbered by word and half; this is the next one. */
    private int next;
    private int sinceThreshold;
    // Ends of entries are reckoned from one another, not from when the event ran, so that a long frame does not drift.
    private long boundary;

    RmtTransmitter(Rmt.Channel channel, Clock clock, Signals signals) {
        this.channel = channel;
        this.clock = clock;
        this.signals = signals;
        entryEnds = clock.event("RMT transmission " + channel.number, this::entryEnds);
    }

    /** CONF1 was written: TX_START (0) starts, and clears itself; MEM_RD_RST (3) goes back to the first word. */
    void configured() {
        if (channel.conf1.bit(3)) {
            next = 0;
            sinceThreshold = 0;
        }
        boolean start = channel.conf1.bit(0);
        channel.conf1.bit(0, false);
        if (start && !sending) {
            sending = true;
            boundary = clock.now();
            send(true);
        } else if (!sending) {
            idle();
        }
    }

    int status() {
        return next >> 1 << 12 | (sending ? STATE_SENDING : 0);
    }

    void reset() {
        entryEnds.cancel();
        sending = false;
        next = 0;
        sinceThreshold = 0;
        signals.release(FIRST_SIGNAL + channel.number);
    }

    private void entryEnds() {
        next++;
        if ((next & 1) == 0 && ++sinceThreshold == channel.limit.field(8, 0)) {
            sinceThreshold = 0;
            channel.thresholdReached();
        }
        send(false);
    }

    /** Puts the next entry on the wire, or ends; an end marker as the very first entry ends even a continuous transmission. */
    private void send(boolean first) {
        if (next >> 1 >= channel.size()) {
            if (!channel.wraps() || channel.size() == 0) {
                sending = false;
                channel.failed();
                return;
            }
            next = 0;
        }
        int entry = entry(next);
        if ((entry & 0x7fff) == 0) {
            boolean again = channel.conf1.bit(6) && !first && (entry(0) & 0x7fff) != 0;
            if (!again) {
                end(entry);
                return;
            }
            next = 0;
            sinceThreshold = 0;
            entry = entry(0);
        }
        signals.drive(FIRST_SIGNAL + channel.number, (entry & 0x8000) != 0);
        boundary += (entry & 0x7fff) * channel.ticksPerCycle();
        entryEnds.at(boundary);
    }

    private int entry(int number) {
        int word = channel.load(number >> 1);
        return (number & 1) == 0 ? word & 0xffff : word >>> 16;
    }

    private void end(int marker) {
        sending = false;
        signals.drive(FIRST_SIGNAL + channel.number, (marker & 0x8000) != 0);
        idle();
        channel.transmitted();
    }

    /** IDLE_OUT_EN (19) puts IDLE_OUT_LV (18) on the idle wire; otherwise it keeps the level of the end marker. */
    private void idle() {
        if (channel.conf1.bit(19)) {
            signals.drive(FIRST_SIGNAL + channel.number, channel.conf1.bit(18));
        }
    }

    @Override
    public void state(State state) {
        state.all(entryEnds);
        sending = state.value(sending);
        next = state.value(next);
        sinceThreshold = state.value(sinceThreshold);
        boundary = state.value(boundary);
    }
}
