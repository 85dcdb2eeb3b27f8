package dev.crema.emulator.device;

import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import java.util.function.IntSupplier;

/**
 * The WiFi MAC, 0x3FF73000 to 0x3FF75FFF: two pages of MAC registers and the page of the TSF timers with the random number
 * register (WDEV). Undocumented; what is known comes from the accesses of libpp and from the open drivers of the esp32-open-mac
 * project.
 *
 * <p>Modelled: what the driver waits for to start, stop and change channel, the microsecond counter, both TSF timers, random
 * numbers, the interrupt registers, and the five transmit slots towards an empty air: frames to a group end in success, frames
 * to a station in an acknowledge timeout. Storage: filters, rates, keys, statistics (0) and the receive list, on which nothing
 * arrives.
 */
public final class WifiMac extends RegisterBlock {
    private static final int SLOTS = 5;
    private static final int SLOT_KICK = 3 << 30;
    private static final int ACK_TIMEOUT = 0x5000;
    private static final int TX_COMPLETE_INT = 1 << 7;
    private static final int LIST_EXHAUSTED = 0x3ff00000;
    private static final int TSF_LATCH_STA = 1;
    private static final int TSF_LATCH_AP = 1 << 1;
    private static final int TSF_LOAD_STA = 1 << 6;
    private static final int TSF_LOAD_AP = 1 << 7;
    /** A short frame with preamble, backoff and the wait for its acknowledge. */
    private static final long TRANSMISSION = 200 * Clock.TICKS_PER_MICROSECOND;

    /** A 64-bit microsecond counter with an offset of its own and a latch that makes its two halves agree. */
    private final class Tsf {
        private final Register low;
        private final Register high;
        private final Register loadLow;
        private final Register loadHigh;
        private long offset;

        Tsf(String name, int latched, int load) {
            low = register(latched, name + "_TSF_LOW").readOnly();
            high = register(latched + 4, name + "_TSF_HIGH").readOnly();
            loadLow = register(load, name + "_TSF_LOAD_LOW");
            loadHigh = register(load + 4, name + "_TSF_LOAD_HIGH");
        }

        void latch() {
            long time = microseconds() + offset;
            low.set((int) time);
            high.set((int) (time >>> 32));
        }

        void load() {
            long time = Integer.toUnsignedLong(loadLow.get()) | (long) loadHigh.get() << 32;
            offset = time - microseconds();
        }
    }

    /** A transmit slot: its kick register and its result. */
    private final class Slot {
        private final int number;
        private final Register plcp0;
        private final Register result;
        private final Event end;

        Slot(int number) {
            this.number = number;
            plcp0 = register(0xd20 - 8 * number, "TX_PLCP0_" + number).onWrite(this::kicked);
            result = register(0x1270 - 0x3c * number, "TX_PMD_" + number);
            end = clock.event("WiFi transmission", this::ends);
        }

        private void kicked(int word) {
            if ((word & SLOT_KICK) != SLOT_KICK) {
                end.cancel();
            } else if (!end.armed()) {
                end.after(TRANSMISSION);
            }
        }

        private void ends() {
            boolean acknowledged = plcp0.field(26, 24) == 0;
            plcp0.field(31, 30, 0);
            result.set(acknowledged ? 0 : ACK_TIMEOUT);
            txComplete.set(txComplete.get() | 1 << number);
            interrupts.raise(TX_COMPLETE_INT);
        }
    }

    private final Clock clock;
    private final InterruptRegisters interrupts;
    private final Register txComplete;
    private final Slot[] slots = new Slot[SLOTS];
    private final Tsf station;
    private final Tsf accessPoint;

    /**
     * Makes the block.
     *
     * @param line interrupt source 0, WIFI_MAC
     * @param random 32 fresh random bits for each read of the random number register
     * @param air around the antenna
     */
    public WifiMac(Clock clock, InterruptLine line, IntSupplier random, RadioMedium air) {
        super("WIFI_MAC", 0x3000);
        this.clock = clock;
        // Bit 0: "reload the receive list", taken at once and polled until 0.
        register(0x084, "RX_CTRL").writable(~1);
        register(0x088, "RX_BASE");
        register(0x08c, "RX_NEXT").readOnly().reset(LIST_EXHAUSTED);
        register(0x090, "RX_LAST").readOnly();
        register(0xc00, "MAC_TIME").readOnly().onRead(() -> (int) microseconds());
        Register enable = register(0xc40, "INT_ENABLE");
        Register status = register(0xc48, "INT_STATUS").readOnly();
        interrupts = new InterruptRegisters(status, enable, st -> line.set(st != 0));
        enable.onWrite(word -> interrupts.drive());
        register(0xc4c, "INT_CLEAR").command(interrupts::clear);
        // Bits 13 and 14: the MAC still works. Both are polled until 0 after it is told to stop.
        register(0xcb8, "MAC_CTRL").writable(~0x6000);
        register(0xcbc, "TX_ERROR_CLEAR").command(bits -> { });
        register(0xcc0, "TX_ERROR_STATUS").readOnly();
        txComplete = register(0xcc8, "TX_COMPLETE_STATUS").readOnly();
        register(0xcc4, "TX_COMPLETE_CLEAR").command(bits -> txComplete.set(txComplete.get() & ~bits));
        // Bit 0: the reset asked for by bit 1 is over.
        Register handshake = register(0xd24, "MAC_RESET");
        handshake.onRead(() -> handshake.get() | 1);
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot(i);
        }
        Register control = register(0x2010, "TSF_CTRL").writable(~(TSF_LOAD_STA | TSF_LOAD_AP));
        station = new Tsf("STA", 0x2014, 0x2024);
        accessPoint = new Tsf("AP", 0x2054, 0x2060);
        control.onWrite(this::tsf);
        register(0x2144, "RNG_DATA").readOnly().onRead(random);
        restIsUndocumented();
    }

    @Override
    public void reset() {
        super.reset();
        for (Slot slot : slots) {
            slot.end.cancel();
        }
        station.offset = 0;
        accessPoint.offset = 0;
        interrupts.drive();
    }

    private void tsf(int word) {
        if ((word & TSF_LOAD_STA) != 0) {
            station.load();
        }
        if ((word & TSF_LOAD_AP) != 0) {
            accessPoint.load();
        }
        if ((word & TSF_LATCH_STA) != 0) {
            station.latch();
        }
        if ((word & TSF_LATCH_AP) != 0) {
            accessPoint.latch();
        }
    }

    private long microseconds() {
        return clock.now() / Clock.TICKS_PER_MICROSECOND;
    }
}
