package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;

/**
 * What the two Bluetooth cores do on the air, which is empty: they begin what the exchange table says, hear nothing, and say when
 * it has ended.
 *
 * <p>The exchange table are the first 16 words of the exchange memory at 0x3FFB0000. The word of slot n modulo 16 holds who is to
 * act (3:0, 1 for the BR/EDR core and 2 for the LE core, as ROM's r_ld_fm_prog_push and r_lld_evt_schedule write it) and where
 * in the exchange memory the control structure of the activity is (31:16). A word that has been taken loses its low bits.
 */
final class BtAir implements Stateful {
    /** Where the cores and the software meet, in internal SRAM. */
    static final int EXCHANGE_MEMORY = 0x3ffb0000;

    private static final int TABLE_MASK = 15;
    private static final int BR_EDR = 1;
    private static final int LE = 2;

    // The LE control structure: format in its first byte, receive window and longest duration further on.
    private static final int FORMAT_MASK = 0x1f;
    private static final int RXWINCNTL = 0x14;
    private static final int MAXEVTIME = 0x1a;
    private static final int WINDOW_IN_SLOTS = 1 << 15;
    private static final int FORMAT_MASTER = 2;
    private static final int FORMAT_SLAVE = 3;
    private static final int FORMAT_ADVERTISER = 4;
    private static final int FORMAT_FAST_ADVERTISER = 5;
    private static final int FORMAT_PASSIVE_SCANNER = 8;
    private static final int FORMAT_ACTIVE_SCANNER = 9;
    private static final int FORMAT_INITIATOR = 15;

    /** A request and the slot in which an answer would come. */
    private static final long BR_EDR_FRAME = 2 * BtTime.TICKS_PER_SLOT;
    /** A packet sent and the time in which an answer would have begun. */
    private static final long UNANSWERED = 500 * Clock.TICKS_PER_MICROSECOND;

    private final BtTime time;
    private final DmaMemory memory;
    private final Register advertisingChannels;
    private final Register advertisingTime;
    private final Runnable brEdrEnded;
    private final Runnable leEnded;
    private final Event slot;
    private final Event brEdrEnds;
    private final Event leEnds;
    private boolean running;

    /**
     * The air.
     *
     * @param advertisingChannels ADVCHMAP, a bit for each of three channels
     * @param advertisingTime ADVTIM, microseconds from a channel to the next
     * @param brEdrEnded told when a frame of the BR/EDR core has ended
     * @param leEnded told when an event of the LE core has ended
     */
    BtAir(Clock clock, BtTime time, DmaMemory memory, Register advertisingChannels, Register advertisingTime, Runnable brEdrEnded,
            Runnable leEnded) {
        this.time = time;
        this.memory = memory;
        this.advertisingChannels = advertisingChannels;
        this.advertisingTime = advertisingTime;
        this.brEdrEnded = brEdrEnded;
        this.leEnded = leEnded;
        slot = clock.event("Bluetooth slot", this::slotBegins);
        brEdrEnds = clock.event("Bluetooth frame", brEdrEnded);
        leEnds = clock.event("Bluetooth LE event", leEnded);
    }

    /** Whether the exchange table is looked at; what has begun ends all the same. */
    void run(boolean go) {
        if (go != running) {
            running = go;
            slot.at(go ? time.nextTick(BtTime.TICKS_PER_SLOT) : Clock.NEVER);
        }
    }

    /** Ends the activity of the BR/EDR core early. */
    void abortBrEdr() {
        if (brEdrEnds.armed()) {
            brEdrEnds.after(0);
        }
    }

    /** Ends the activity of the LE core early. */
    void abortLe() {
        if (leEnds.armed()) {
            leEnds.after(0);
        }
    }

    void reset() {
        running = false;
        slot.cancel();
        brEdrEnds.cancel();
        leEnds.cancel();
    }

    private void slotBegins() {
        slot.at(time.nextTick(BtTime.TICKS_PER_SLOT));
        int entry = EXCHANGE_MEMORY + 4 * (time.slots() & TABLE_MASK);
        int word = memory.load32(entry);
        switch (word & 0xf) {
            case BR_EDR -> {
                memory.store32(entry, word & ~0xf);
                endOverlapped(brEdrEnds, brEdrEnded);
                brEdrEnds.after(BR_EDR_FRAME);
            }
            case LE -> {
                memory.store32(entry, word & ~0xf);
                endOverlapped(leEnds, leEnded);
                leEnds.after(leEventTicks(EXCHANGE_MEMORY + (word >>> 16)));
            }
            default -> { }
        }
    }

    /** A core does one thing at a time, and software counts the ends. */
    private static void endOverlapped(Event end, Runnable ended) {
        if (end.armed()) {
            end.cancel();
            ended.run();
        }
    }

    private long leEventTicks(int controlStructure) {
        int window = load16(controlStructure + RXWINCNTL);
        long windowTicks = (window & WINDOW_IN_SLOTS) != 0
                ? (window & 0x3fff) * BtTime.TICKS_PER_SLOT
                : (window & 0x3fff) * Clock.TICKS_PER_MICROSECOND;
        long ticks = switch (memory.load8(controlStructure) & FORMAT_MASK) {
            case FORMAT_MASTER -> UNANSWERED;
            case FORMAT_SLAVE -> windowTicks + UNANSWERED;
            case FORMAT_ADVERTISER, FORMAT_FAST_ADVERTISER -> advertisingTicks() + UNANSWERED;
            case FORMAT_PASSIVE_SCANNER, FORMAT_ACTIVE_SCANNER, FORMAT_INITIATOR -> windowTicks;
            // Test modes go on until software aborts them.
            default -> Clock.NEVER / 2;
        };
        int longest = load16(controlStructure + MAXEVTIME);
        return longest == 0 ? ticks : Math.min(ticks, longest * BtTime.TICKS_PER_SLOT);
    }

    /** From the first channel to the last. */
    private long advertisingTicks() {
        int channels = Integer.bitCount(advertisingChannels.get() & 7);
        return Math.max(0, channels - 1) * advertisingTime.field(13, 0) * Clock.TICKS_PER_MICROSECOND;
    }

    private int load16(int address) {
        return memory.load8(address) | memory.load8(address + 1) << 8;
    }

    @Override
    public void state(State state) {
        state.all(slot, brEdrEnds, leEnds);
        running = state.value(running);
    }
}
