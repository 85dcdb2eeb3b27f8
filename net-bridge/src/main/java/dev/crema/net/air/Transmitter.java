package dev.crema.net.air;

import dev.crema.emulator.device.Radio;
import dev.crema.emulator.device.RadioFrame;
import dev.crema.emulator.state.State;
import dev.crema.emulator.state.StateException;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Event;
import dev.crema.net.air.Outgoing.Kind;
import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.Rate;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Function;

/** Sends the frames of one radio, one after another; what nobody acknowledges it repeats, as a MAC does. */
final class Transmitter implements Stateful {
    /** dot11ShortRetryLimit's default (IEEE 802.11-2016, annex C). */
    private static final int TRIES = 7;
    /** More than a machine can have asked for; what comes then is lost. */
    private static final int LONGEST_QUEUE = 256;
    private static final int SEQUENCE_CONTROL = 22;
    private static final int SHORTEST = 10;

    private final Air air;
    private final Radio radio;
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
    private final Event endOfFrame;
    private final Function<Kind, Outgoing> blanks;
    private Outgoing current;
    private RadioFrame onAir;
    private int tries;
    private int sequence;

    /**
     * A transmitter with nothing to send.
     *
     * @param blanks gives a frame of a kind that is to be restored
     */
    Transmitter(Air air, Radio radio, Function<Kind, Outgoing> blanks) {
        this.blanks = blanks;
        this.air = air;
        this.radio = radio;
        this.endOfFrame = air.clock().event("end of frame", this::endOfFrame);
    }

    /** Sends a frame after those that wait. */
    void send(Outgoing frame) {
        if (queue.size() < LONGEST_QUEUE) {
            queue.addLast(frame);
            next();
        }
    }

    /** Sends a frame before those that wait. */
    void sendFirst(Outgoing frame) {
        if (queue.size() < LONGEST_QUEUE) {
            queue.addFirst(frame);
            next();
        }
    }

    /** Whether so much waits that whoever sends more should let some of it go. */
    boolean congested() {
        return queue.size() > LONGEST_QUEUE / 2;
    }

    /** Forgets all frames, also the one on the air. */
    void clear() {
        queue.clear();
        endOfFrame.cancel();
        current = null;
    }

    private void next() {
        while (current == null && !queue.isEmpty()) {
            Outgoing frame = queue.removeFirst();
            Rate rate = frame.rate();
            Optional<byte[]> mpdu = frame.mpdu(air.freeAt(radio.channel()));
            if (mpdu.isPresent()) {
                current = frame;
                tries = 0;
                number(mpdu.get());
                put(new RadioFrame(mpdu.get(), radio.channel(), rate.code(), air.levelOf(radio)));
            }
        }
    }

    /** Management and data frames have sequence numbers; those of control frames would lie in their body. */
    private void number(byte[] mpdu) {
        boolean control = FrameKind.of(mpdu[0]).filter(FrameKind::isControl).isPresent();
        if (!control) {
            mpdu[SEQUENCE_CONTROL] = (byte) (sequence << 4);
            mpdu[SEQUENCE_CONTROL + 1] = (byte) (sequence >>> 4);
            sequence = sequence + 1 & 0xFFF;
        }
    }

    private void put(RadioFrame frame) {
        onAir = frame;
        endOfFrame.at(air.occupy(frame));
    }

    private void endOfFrame() {
        boolean group = (onAir.mpdu()[4] & 1) != 0;
        boolean acknowledged = air.deliver(radio, onAir);
        tries++;
        if (!group && !acknowledged && tries < TRIES) {
            byte[] again = onAir.mpdu().clone();
            again[1] |= Mpdu.RETRY;
            put(new RadioFrame(again, onAir.channel(), onAir.rate(), onAir.dbm()));
            return;
        }
        Outgoing done = current;
        current = null;
        done.sent(group || acknowledged);
        next();
    }

    @Override
    public void state(State state) {
        state.all(endOfFrame);
        tries = state.value(tries);
        sequence = state.value(sequence) & 0xFFF;
        Outgoing blank = Outgoing.of(new byte[0]);
        current = state.optional(Optional.ofNullable(current), blank, frame -> visited(state, frame)).orElse(null);
        onAir = state.optional(Optional.ofNullable(onAir), RadioFrame.NONE, frame -> frame.state(state)).orElse(null);
        state.each(queue, blank, frame -> visited(state, frame));
        if (state.restores() && endOfFrame.armed() && (current == null || onAir == null || onAir.mpdu().length < SHORTEST)) {
            throw new StateException("the end of a frame without the frame");
        }
    }

    private Outgoing visited(State state, Outgoing frame) {
        Kind kind = state.value(frame.kind());
        Outgoing same = state.restores() ? blanks.apply(kind) : frame;
        same.state(state);
        return same;
    }
}
