package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.zip.CRC32;

/**
 * The receiving half of the MAC: filters, decrypts, puts a header of 28 bytes in front and stores in the list of DMA descriptors
 * that software provides. The list is not a ring: at its end, frames wait (a few, as in the MAC's FIFO; the rest are lost without
 * acknowledge) until software appends to it.
 */
final class WifiReceiver implements Stateful {
    private static final int RX_INTS = 1 << 5 | 1 << 24;
    private static final int RELOAD = 1;
    private static final int ENABLE = 1 << 31;
    private static final int NONE = 0x3ff00000;
    private static final int END_OF_FRAME = 1 << 30;
    private static final int HEADER = 28;
    private static final int FRAME_CHECK_SEQUENCE = 4;
    /** The shortest frame is an ACK; the length field of the header has 12 bits. */
    private static final int SHORTEST = 10;
    private static final int LONGEST = 0xfff - FRAME_CHECK_SEQUENCE;
    private static final int WAITING = 32;
    private static final int DESCRIPTORS_PER_FRAME = 8;
    /** What the header adds to a signal strength in dBm. */
    private static final int RSSI_OFFSET = 96;
    private static final int NOISE_FLOOR = -96;
    private static final int HT_RATE = 16;
    private static final int SNIFFER = 1 << 3;

    private final DmaMemory memory;
    private final WifiTime time;
    private final WifiFilters filters;
    private final WifiKeys keys;
    private final InterruptRegisters interrupts;
    private final WifiTsf stationTsf;
    private final Register control;
    private final Register base;
    private final Queue<byte[]> waiting = new ArrayDeque<>(WAITING);
    private final CRC32 checkSequence = new CRC32();
    private int next = NONE;
    private int last;

    WifiReceiver(RegisterBlock block, DmaMemory memory, WifiTime time, WifiFilters filters, WifiKeys keys,
            InterruptRegisters interrupts, WifiTsf stationTsf) {
        this.memory = memory;
        this.time = time;
        this.filters = filters;
        this.keys = keys;
        this.interrupts = interrupts;
        this.stationTsf = stationTsf;
        control = block.register(0x084, "RX_CTRL").writable(~RELOAD).onWrite(this::controlled);
        base = block.register(0x088, "RX_BASE").onWrite(word -> based());
        block.register(0x08c, "RX_NEXT").readOnly().onRead(() -> next);
        block.register(0x090, "RX_LAST").readOnly().onRead(() -> last);
    }

    void reset() {
        next = NONE;
        last = 0;
        waiting.clear();
    }

    /** CORE_RST resets the MAC: software then takes RX_LAST for new. */
    void disable() {
        control.set(control.get() & ~ENABLE);
        reset();
    }

    boolean enabled() {
        return (control.get() & ENABLE) != 0;
    }

    private void controlled(int word) {
        if ((word & RELOAD) != 0 && next == NONE && last != 0) {
            next = successor(last);
        }
        deliver();
    }

    private void based() {
        if (!enabled() || next == NONE) {
            next = DmaChain.address(base.get());
            deliver();
        }
    }

    private int successor(int descriptor) {
        return DmaChain.address(memory.load32(descriptor + 8));
    }

    /**
     * The end of a frame at the antenna.
     *
     * @return whether it is acknowledged
     */
    boolean receive(RadioFrame frame) {
        byte[] mpdu = frame.mpdu();
        if (mpdu.length < SHORTEST || mpdu.length > LONGEST || waiting.size() == WAITING) {
            return false;
        }
        MacHeader header = new MacHeader(mpdu, 0, mpdu.length);
        int interfaces = filters.accepting(header);
        boolean acknowledged = filters.isReceiver(header) && header.wantsAck();
        int end = HEADER + mpdu.length;
        byte[] received = new byte[end + FRAME_CHECK_SEQUENCE + 3 & ~3];
        System.arraycopy(mpdu, 0, received, HEADER, mpdu.length);
        if (header.isProtected() && !keys.decrypt(interfaces, received, HEADER, end)) {
            interfaces &= SNIFFER;
            System.arraycopy(mpdu, 0, received, HEADER, mpdu.length);
        }
        if (interfaces == 0) {
            return acknowledged;
        }
        long started = time.microseconds() - AirTime.of(frame.rate(), mpdu.length);
        if (header.is(MacHeader.MANAGEMENT, MacHeader.BEACON) && filters.isOfStationsNetwork(header)) {
            stationTsf.synchronise(header.field64(0) + time.microseconds() - started);
        }
        putFrameCheckSequence(mpdu, received, end);
        putHeader(received, frame, interfaces, (int) started);
        waiting.add(received);
        deliver();
        return acknowledged;
    }

    private void putFrameCheckSequence(byte[] mpdu, byte[] received, int at) {
        checkSequence.reset();
        checkSequence.update(mpdu, 0, mpdu.length);
        putWord(received, at, (int) checkSequence.getValue());
    }

    private static void putHeader(byte[] received, RadioFrame frame, int interfaces, int timestamp) {
        int length = frame.mpdu().length + FRAME_CHECK_SEQUENCE;
        int rssi = Math.clamp(frame.dbm() + RSSI_OFFSET, 0, 127);
        int rate = frame.rate() & 31;
        if (rate < HT_RATE) {
            putWord(received, 0, rssi | rate << 8 | length << 16 | interfaces << 28);
        } else {
            int shortGuard = rate >>> 3 & 1;
            putWord(received, 0, rssi | 1 << 14 | length << 16 | interfaces << 28);
            putWord(received, 4, rate & 7 | length << 8 | shortGuard << 31);
        }
        putWord(received, 8, NOISE_FLOOR & 0xff);
        putWord(received, 12, timestamp);
        putWord(received, 24, length | length << 12);
    }

    private static void putWord(byte[] bytes, int at, int word) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (word >>> 8 * i);
        }
    }

    private void deliver() {
        boolean delivered = false;
        while (enabled() && !waiting.isEmpty() && hasRoom(waiting.element().length)) {
            store(waiting.remove());
            delivered = true;
        }
        if (delivered) {
            interrupts.raise(RX_INTS);
        }
    }

    private boolean hasRoom(int length) {
        int room = 0;
        int descriptor = next;
        for (int i = 0; i < DESCRIPTORS_PER_FRAME && room < length && descriptor != NONE; i++) {
            room += memory.load32(descriptor) & 0xfff;
            descriptor = successor(descriptor);
        }
        return room >= length;
    }

    private void store(byte[] bytes) {
        int stored = 0;
        // Buffers that lie over descriptors change them; so the number of turns has a limit of its own.
        for (int turn = 0; turn < DESCRIPTORS_PER_FRAME && stored < bytes.length && next != NONE; turn++) {
            int word = memory.load32(next);
            int count = Math.min(word & 0xfff, bytes.length - stored);
            int buffer = memory.load32(next + 4);
            for (int i = 0; i < count; i++) {
                memory.store8(buffer + i, bytes[stored + i]);
            }
            stored += count;
            int endOfFrame = stored == bytes.length ? END_OF_FRAME : 0;
            memory.store32(next, word & 0xfff | count << 12 | endOfFrame);
            last = next;
            next = successor(next);
        }
    }

    @Override
    public void state(State state) {
        state.each(waiting, new byte[0], state::array);
        next = state.value(next);
        last = state.value(last);
    }
}
