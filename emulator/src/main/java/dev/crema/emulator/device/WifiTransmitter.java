package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * The sending half of the MAC: five slots take turns, the lower number first. A frame waits for the medium, is fetched from its chain of
 * descriptors, encrypted and on the air for as long as its rate makes it; then the answer is waited for, and the slot gets its
 * result. Retries are software's.
 */
final class WifiTransmitter implements Stateful {
    private static final int SLOTS = 5;
    private static final int TX_COMPLETE_INT = 1 << 7;
    private static final int SUCCESS = 0;
    private static final int ACK_TIMEOUT = 0x5000;
    private static final int KEY_ERROR = 0x40c0;
    /** Of the total in the descriptors, bytes that the hardware makes: the frame check sequence. The MIC comes out of it as well. */
    private static final int FRAME_CHECK_SEQUENCE = 4;
    private static final int AMPDU_DELIMITER = 1 << 29;
    private static final int DELIMITER_LENGTH = 4;
    private static final int END_OF_FRAME = 1 << 30;
    private static final byte[] NO_FRAME = {};
    /** An ACK. */
    private static final int SHORTEST = 10;
    private static final int LONGEST = 0xfff;
    private static final int DESCRIPTORS = 16;
    /** What others receive of a board nearby. */
    private static final int DBM = -40;

    private final Clock clock;
    private final DmaMemory memory;
    private final WifiKeys keys;
    private final InterruptRegisters interrupts;
    private final IntSupplier channel;
    private final RadioMedium air;
    private final Register complete;
    private final WifiSlot[] slots = new WifiSlot[SLOTS];
    private final Event frameEnd;
    private final Event exchangeEnd;
    private final byte[] fetched = new byte[LONGEST];
    private Optional<WifiSlot> sending = Optional.empty();
    private Optional<RadioFrame> frame = Optional.empty();
    private int outcome;

    WifiTransmitter(RegisterBlock block, Clock clock, DmaMemory memory, WifiKeys keys, InterruptRegisters interrupts,
            IntSupplier channel, RadioMedium air) {
        this.clock = clock;
        this.memory = memory;
        this.keys = keys;
        this.interrupts = interrupts;
        this.channel = channel;
        this.air = air;
        frameEnd = clock.event("WiFi frame", this::frameEnds);
        exchangeEnd = clock.event("WiFi exchange", this::exchangeEnds);
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new WifiSlot(block, i, this::sendNext, this::abort);
        }
        complete = block.register(0xcc8, "TX_COMPLETE_STATUS").readOnly();
        block.register(0xcc4, "TX_COMPLETE_CLEAR").command(bits -> complete.set(complete.get() & ~bits));
        block.register(0xcbc, "TX_ERROR_CLEAR").command(bits -> { });
        block.register(0xcc0, "TX_ERROR_STATUS").readOnly();
    }

    /** Forgets what is under way, without a result. */
    void reset() {
        frameEnd.cancel();
        exchangeEnd.cancel();
        sending = Optional.empty();
        frame = Optional.empty();
        complete.set(0);
        for (WifiSlot slot : slots) {
            slot.reset();
        }
    }

    private void sendNext() {
        for (int i = 0; i < SLOTS && sending.isEmpty(); i++) {
            if (slots[i].isPending()) {
                send(slots[i]);
            }
        }
    }

    private void send(WifiSlot slot) {
        sending = Optional.of(slot);
        byte[] mpdu = fetch(slot.descriptor());
        MacHeader header = new MacHeader(mpdu, 0, mpdu.length);
        if (mpdu.length < SHORTEST || channel.getAsInt() == 0) {
            ends(slot, ACK_TIMEOUT, slot.contention());
        } else if (header.isProtected() && !keys.encrypt(slot.keySlot(), mpdu)) {
            ends(slot, KEY_ERROR, slot.contention());
        } else {
            frame = Optional.of(new RadioFrame(mpdu, channel.getAsInt(), slot.rate(), DBM));
            after(frameEnd, slot.contention() + AirTime.of(slot.rate(), mpdu.length));
        }
    }

    private void frameEnds() {
        RadioFrame sent = frame.orElseThrow();
        WifiSlot slot = sending.orElseThrow();
        frame = Optional.empty();
        boolean answered = air.transmit(sent);
        boolean awaited = slot.wantsAck() && !new MacHeader(sent.mpdu(), 0, sent.mpdu().length).isToGroup();
        ends(slot, answered || !awaited ? SUCCESS : ACK_TIMEOUT, awaited ? AirTime.SIFS + AirTime.ofAck(slot.rate()) : 0);
    }

    private void ends(WifiSlot slot, int how, int microseconds) {
        outcome = how;
        after(exchangeEnd, microseconds);
    }

    private void exchangeEnds() {
        WifiSlot slot = sending.orElseThrow();
        sending = Optional.empty();
        slot.ends(outcome);
        complete.set(complete.get() | 1 << slot.number());
        interrupts.raise(TX_COMPLETE_INT);
        sendNext();
    }

    private void abort(WifiSlot slot) {
        if (sending.isPresent() && sending.get() == slot) {
            frameEnd.cancel();
            exchangeEnd.cancel();
            frame = Optional.empty();
            sending = Optional.empty();
            sendNext();
        }
    }

    private void after(Event event, int microseconds) {
        event.after(microseconds * Clock.TICKS_PER_MICROSECOND);
    }

    /**
     * The frame in a chain of descriptors, without its frame check sequence; empty if there is none. What follows the first frame
     * of an aggregate is not sent: software aggregates only for those who agreed to it.
     */
    private byte[] fetch(int first) {
        int length = 0;
        int descriptor = first;
        int control = memory.load32(first);
        int start = (control & AMPDU_DELIMITER) == 0 ? 0 : DELIMITER_LENGTH;
        for (int i = 0; i < DESCRIPTORS; i++) {
            int count = Math.min(control >>> 12 & 0xfff, LONGEST - length);
            int buffer = memory.load32(descriptor + 4);
            for (int j = 0; j < count; j++) {
                fetched[length + j] = (byte) memory.load8(buffer + j);
            }
            length += count;
            descriptor = memory.load32(descriptor + 8);
            if ((control & END_OF_FRAME) != 0) {
                break;
            }
            control = memory.load32(descriptor);
            if ((control & AMPDU_DELIMITER) != 0) {
                break;
            }
        }
        int end = length - FRAME_CHECK_SEQUENCE;
        return end > start ? Arrays.copyOfRange(fetched, start, end) : NO_FRAME;
    }

    @Override
    public void state(State state) {
        state.all(frameEnd, exchangeEnd);
        state.all(slots);
        sending = state.optional(sending, slots[0], slot -> slots[state.index(slot.number(), SLOTS)]);
        frame = state.optional(frame, RadioFrame.NONE, sent -> sent.state(state));
        outcome = state.value(outcome);
    }
}
