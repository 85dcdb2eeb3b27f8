package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/**
 * The DMA engine of an SPI controller: linked lists of descriptors in internal SRAM, one to send from and one to receive into
 * (TRM, "DMA Controller": linked list). A list is used by the first transaction after its START.
 *
 * <p>A descriptor is three words: size [11:0], length [23:12], EOF (30), owner (31); the buffer's address; the next descriptor's
 * address, or 0.
 */
final class SpiDma implements SpiUser.Data, Stateful {
    private static final int DESCRIPTOR_BASE = 0x3ff00000;
    private static final int EOF = 1 << 30;
    private static final int OWNER = 1 << 31;
    /** No list that a transfer of 2 MiB can need is longer; lists of empty descriptors that lead in a circle end here. */
    private static final int MOST_DESCRIPTORS = 1 << 16;

    private static final int INLINK_DSCR_EMPTY = 1;
    private static final int IN_DONE = 1 << 3;
    private static final int IN_SUC_EOF = 1 << 5;
    private static final int OUT_DONE = 1 << 6;
    private static final int OUT_EOF = 1 << 7;
    private static final int OUT_TOTAL_EOF = 1 << 8;

    private static final int LINK_STOP = 28;
    private static final int LINK_START = 29;
    private static final int LINK_COMMANDS = 0x70000000;

    private final DmaMemory memory;
    private final SpiUser user;
    private final InterruptRegisters interrupts;
    private final Register outLink;
    private final Register inLink;
    private final Register inEofDescriptor;
    private final Register outEofDescriptor;
    private boolean sending;
    private boolean receiving;

    SpiDma(RegisterBlock block, SpiUser user, DmaMemory memory, InterruptLine line) {
        this.memory = memory;
        this.user = user;
        Register conf = block.register(0x100, "DMA_CONF").reset(0x200);
        conf.onWrite(word -> resetPaths(conf));
        outLink = block.register(0x104, "DMA_OUT_LINK").writable(~LINK_COMMANDS)
                .onWrite(word -> sending = started(word, sending));
        inLink = block.register(0x108, "DMA_IN_LINK").writable(~LINK_COMMANDS)
                .onWrite(word -> receiving = started(word, receiving));
        block.register(0x10c, "DMA_STATUS").readOnly();
        interrupts = block.interrupts(0x114, 0x118, 0x110, 0x11c, line);
        block.register(0x120, "IN_ERR_EOF_DES_ADDR").readOnly();
        inEofDescriptor = block.register(0x124, "IN_SUC_EOF_DES_ADDR").readOnly();
        block.register(0x128, "INLINK_DSCR").readOnly();
        block.register(0x12c, "INLINK_DSCR_BF0").readOnly();
        block.register(0x130, "INLINK_DSCR_BF1").readOnly();
        block.register(0x134, "OUT_EOF_BFR_DES_ADDR").readOnly();
        outEofDescriptor = block.register(0x138, "OUT_EOF_DES_ADDR").readOnly();
        block.register(0x13c, "OUTLINK_DSCR").readOnly();
        block.register(0x140, "OUTLINK_DSCR_BF0").readOnly();
        block.register(0x144, "OUTLINK_DSCR_BF1").readOnly();
        block.register(0x148, "DMA_RSTATUS").readOnly();
        block.register(0x14c, "DMA_TSTATUS").readOnly();
    }

    private static boolean started(int word, boolean before) {
        if ((word >>> LINK_STOP & 1) != 0) {
            return false;
        }
        return before || (word >>> LINK_START & 1) != 0;
    }

    /** DMA_CONF: IN_RST is bit 2, OUT_RST bit 3. */
    private void resetPaths(Register conf) {
        receiving &= !conf.bit(2);
        sending &= !conf.bit(3);
    }

    private static int first(Register link) {
        return DESCRIPTOR_BASE | link.field(19, 0);
    }

    @Override
    public boolean send(byte[] bytes, int count) {
        if (!sending) {
            return false;
        }
        sending = false;
        int descriptor = first(outLink);
        int sent = 0;
        int raised = OUT_TOTAL_EOF;
        for (int visited = 0; visited < MOST_DESCRIPTORS && descriptor != 0; visited++) {
            int head = memory.load32(descriptor);
            int buffer = memory.load32(descriptor + 4);
            int length = head >>> 12 & 0xfff;
            for (int i = 0; i < length && sent < count; i++) {
                bytes[sent++] = (byte) memory.load8(buffer + i);
            }
            raised |= OUT_DONE;
            outEofDescriptor.set(descriptor);
            if ((head & EOF) != 0) {
                raised |= OUT_EOF;
                break;
            }
            if (sent == count) {
                break;
            }
            descriptor = memory.load32(descriptor + 8);
        }
        while (sent < count) {
            bytes[sent++] = 0;
        }
        interrupts.raise(raised);
        return true;
    }

    @Override
    public boolean receive(SpiTransaction transaction) {
        if (!receiving) {
            return false;
        }
        receiving = false;
        int count = transaction.misoBytes();
        int descriptor = first(inLink);
        int stored = 0;
        for (int visited = 0; visited < MOST_DESCRIPTORS && stored < count; visited++) {
            if (descriptor == 0) {
                interrupts.raise(INLINK_DSCR_EMPTY);
                return true;
            }
            int head = memory.load32(descriptor);
            int buffer = memory.load32(descriptor + 4);
            int length = Math.min(head & 0xfff, count - stored);
            for (int i = 0; i < length; i++) {
                memory.store8(buffer + i, user.received(stored++));
            }
            int eof = stored == count ? EOF : 0;
            memory.store32(descriptor, head & 0xfff | length << 12 | eof | head & ~(OWNER | EOF | 0xffffff));
            inEofDescriptor.set(descriptor);
            descriptor = memory.load32(descriptor + 8);
        }
        interrupts.raise(IN_DONE | IN_SUC_EOF);
        return true;
    }

    void reset() {
        sending = false;
        receiving = false;
        interrupts.drive();
    }

    @Override
    public void state(State state) {
        sending = state.value(sending);
        receiving = state.value(receiving);
    }
}
