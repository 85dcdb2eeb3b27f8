package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Event;

/**
 * A chain of DMA descriptors and the place in it. A descriptor is three words: size (11:0), length (23:12), end of frame (30) and
 * owner (31) in the first, the buffer's address, the next descriptor's address or 0 (reference manual, chapter "DMA Controller").
 */
final class DmaChain implements Stateful {
    private static final int OWNER = 1 << 31;
    private static final int END_OF_FRAME = 1 << 30;
    private static final int NONE = 0;

    private final Event done;
    private final DmaMemory memory;
    private int descriptor = NONE;
    private int control;

    /**
     * An empty chain.
     *
     * @param done armed by {@link #run} for the end of each buffer
     */
    DmaChain(Event done, DmaMemory memory) {
        this.done = done;
        this.memory = memory;
    }

    /** The address that a LINK register's low 20 bits stand for. */
    static int address(int link) {
        return 0x3ff00000 | link & 0xfffff;
    }

    void load(int address) {
        done.cancel();
        descriptor = address;
        control = memory.load32(descriptor);
    }

    /** Goes to the next descriptor; false if there is none. */
    boolean loadNext() {
        int next = descriptor == NONE ? NONE : memory.load32(descriptor + 8);
        if (next == NONE) {
            stop();
            return false;
        }
        load(next);
        return true;
    }

    /** Lets the current buffer end in some ticks, unless it is on its way already; or pauses. */
    void run(boolean go, long ticks) {
        if (!go || descriptor == NONE) {
            done.cancel();
        } else if (!done.armed()) {
            done.after(ticks);
        }
    }

    void stop() {
        done.cancel();
        descriptor = NONE;
        control = 0;
    }

    /** Gives a filled buffer to the CPU. */
    void giveBack(int length) {
        memory.store32(descriptor, control & ~(OWNER | 0xfff << 12) | END_OF_FRAME | length << 12);
    }

    boolean running() {
        return done.armed();
    }

    int descriptor() {
        return descriptor;
    }

    int buffer() {
        return memory.load32(descriptor + 4);
    }

    int size() {
        return control & 0xfff;
    }

    int length() {
        return control >>> 12 & 0xfff;
    }

    boolean endOfFrame() {
        return (control & END_OF_FRAME) != 0;
    }

    @Override
    public void state(State state) {
        state.all(done);
        descriptor = state.value(descriptor);
        control = state.value(control);
    }
}
