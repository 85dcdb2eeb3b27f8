package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * TWAI, 0x3FF6B000: a CAN controller in the manner of the SJA1000, on a bus of its own (reference manual, chapter "Two-wire
 * Automotive Interface").
 *
 * <p>Modelled: reset and operation mode, the transmit buffer, self reception, the receive FIFO, interrupts of both, frame times.
 * With the self test bit of MODE a frame needs no acknowledge and is sent; without, nobody acknowledges it and it stays pending
 * until it is aborted. No errors are counted. Storage: the acceptance filter, which lets everything pass.
 */
public final class Twai extends RegisterBlock {
    private static final int FRAME_BYTES = 13;
    /** The receive FIFO's memory holds 64 bytes, that is five of the longest frames. */
    private static final int FIFO_FRAMES = 5;

    private static final int RESET_MODE = 1;
    private static final int SELF_TEST = 1 << 2;
    private static final int TX_REQ = 1;
    private static final int ABORT = 1 << 1;
    private static final int RELEASE_BUF = 1 << 2;
    private static final int CLR_OVERRUN = 1 << 3;
    private static final int SELF_RX_REQ = 1 << 4;
    private static final int STATUS_RX_BUF = 1;
    private static final int STATUS_OVERRUN = 1 << 1;
    private static final int STATUS_TX_BUF = 1 << 2;
    private static final int STATUS_TX_COMPLETE = 1 << 3;
    private static final int STATUS_TX = 1 << 5;
    private static final int INT_RX = 1;
    private static final int INT_TX = 1 << 1;
    private static final int INT_OVERRUN = 1 << 3;
    /** Start, identifier, control, CRC, acknowledge, end and pause of a frame without data, without stuffed bits. */
    private static final int FRAME_BITS = 47;
    private static final int EXTENDED_BITS = 20;

    private final ClockTree clocks;
    private final InterruptLine line;
    private final Register mode;
    private final Register interruptEnable;
    private final Register timing0;
    private final Register timing1;
    private final int[] filter = new int[FRAME_BYTES];
    private final int[] transmitBuffer = new int[FRAME_BYTES];
    private final Queue<int[]> received = new ArrayDeque<>();
    private final Event transmitted;
    private int interrupts;
    private boolean pending;
    private boolean selfReception;
    private boolean complete;
    private boolean overrun;

    /**
     * Makes the block.
     *
     * @param clock virtual time
     * @param clocks gives the APB frequency
     * @param line interrupt source 45
     */
    public Twai(Clock clock, ClockTree clocks, InterruptLine line) {
        super("TWAI", 0x80);
        this.clocks = clocks;
        this.line = line;
        mode = register(0x00, "MODE").reset(RESET_MODE).onWrite(word -> modeChanged());
        register(0x04, "CMD").command(this::command);
        register(0x08, "STATUS").readOnly().onRead(this::status);
        register(0x0c, "INT_RAW").readOnly().onRead(this::takeInterrupts);
        interruptEnable = register(0x10, "INT_ENA").onWrite(word -> drive());
        timing0 = register(0x18, "BUS_TIMING_0");
        timing1 = register(0x1c, "BUS_TIMING_1");
        register(0x2c, "ARB_LOST_CAP").readOnly();
        register(0x30, "ERR_CODE_CAP").readOnly();
        register(0x34, "ERR_WARNING_LIMIT").reset(96);
        register(0x38, "RX_ERR_CNT");
        register(0x3c, "TX_ERR_CNT");
        Register[] data = registers(0x40, 4, FRAME_BYTES, "DATA_");
        for (int i = 0; i < FRAME_BYTES; i++) {
            int index = i;
            data[i].command(value -> bufferForWriting()[index] = value & 0xff).onRead(() -> load(index));
        }
        register(0x74, "RX_MESSAGE_CNT").readOnly().onRead(received::size);
        register(0x7c, "CLOCK_DIVIDER");
        transmitted = clock.event("TWAI frame", this::transmitted);
    }

    @Override
    public void reset() {
        super.reset();
        stop();
        received.clear();
        interrupts = 0;
        overrun = false;
        complete = false;
        drive();
    }

    private void modeChanged() {
        if (inReset()) {
            stop();
            received.clear();
            overrun = false;
        }
    }

    private boolean inReset() {
        return mode.bit(0);
    }

    private void stop() {
        pending = false;
        transmitted.cancel();
    }

    private int[] bufferForWriting() {
        return inReset() ? filter : transmitBuffer;
    }

    private int load(int index) {
        if (inReset()) {
            return filter[index];
        }
        return received.isEmpty() ? 0 : received.element()[index];
    }

    private void command(int bits) {
        if (inReset()) {
            return;
        }
        if ((bits & (TX_REQ | SELF_RX_REQ)) != 0 && !pending) {
            pending = true;
            complete = false;
            selfReception = (bits & SELF_RX_REQ) != 0;
            if ((mode.get() & SELF_TEST) != 0) {
                transmitted.after(frameTicks());
            }
        }
        if ((bits & ABORT) != 0 && pending) {
            stop();
            raise(INT_TX);
        }
        if ((bits & RELEASE_BUF) != 0) {
            received.poll();
            interrupts = received.isEmpty() ? interrupts & ~INT_RX : interrupts | INT_RX;
            drive();
        }
        if ((bits & CLR_OVERRUN) != 0) {
            overrun = false;
        }
    }

    private void transmitted() {
        pending = false;
        complete = true;
        raise(INT_TX);
        if (!selfReception) {
            return;
        }
        if (received.size() == FIFO_FRAMES) {
            overrun = true;
            raise(INT_OVERRUN);
        } else {
            received.add(transmitBuffer.clone());
            raise(INT_RX);
        }
    }

    /** A frame's information byte holds its data length (3:0), at most 8, and whether its identifier is an extended one (7). */
    private long frameTicks() {
        int information = transmitBuffer[0];
        int bits = FRAME_BITS + 8 * Math.min(information & 0xf, 8) + ((information & 0x80) != 0 ? EXTENDED_BITS : 0);
        int quanta = 1 + timing1.field(3, 0) + 1 + timing1.field(6, 4) + 1;
        int apbCyclesPerQuantum = 2 * (timing0.field(5, 0) + 1);
        return (long) bits * quanta * apbCyclesPerQuantum * clocks.ticksPerApbCycle();
    }

    private int status() {
        return (received.isEmpty() ? 0 : STATUS_RX_BUF) | (overrun ? STATUS_OVERRUN : 0) | (pending ? STATUS_TX : STATUS_TX_BUF)
                | (complete || !pending ? STATUS_TX_COMPLETE : 0);
    }

    /** A load of INT_RAW clears it; only the receive interrupt stays while there are frames. */
    private int takeInterrupts() {
        int taken = interrupts;
        interrupts &= received.isEmpty() ? 0 : INT_RX;
        drive();
        return taken;
    }

    private void raise(int bits) {
        interrupts |= bits;
        drive();
    }

    private void drive() {
        line.set((interrupts & interruptEnable.get()) != 0);
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.ints(filter);
        state.ints(transmitBuffer);
        state.each(received, new int[0], frame -> {
            int[] same = state.restores() ? new int[FRAME_BYTES] : frame;
            state.ints(same);
            return same;
        });
        state.all(transmitted);
        interrupts = state.value(interrupts);
        pending = state.value(pending);
        selfReception = state.value(selfReception);
        complete = state.value(complete);
        overrun = state.value(overrun);
    }
}
