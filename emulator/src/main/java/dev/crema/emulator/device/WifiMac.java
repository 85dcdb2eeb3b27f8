package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import java.util.function.IntSupplier;

/**
 * The WiFi MAC, 0x3FF73000 to 0x3FF75FFF: two pages of MAC registers and the page of the TSF timers with the random number
 * register (WDEV). Undocumented; what is known comes from the accesses of libpp and from the open drivers of the esp32-open-mac
 * project.
 *
 * <p>Modelled: transmit slots, receive list, filters, CCMP, acknowledges, the microsecond counter, both TSF timers, interrupts,
 * random numbers, and what the driver waits for to start, stop and change channel. Storage: rates of acknowledges, block
 * acknowledge agreements, antennas, statistics (0).
 */
public final class WifiMac extends RegisterBlock implements Radio {
    private static final int TSF_LATCH_STA = 1;
    private static final int TSF_LATCH_AP = 1 << 1;
    private static final int TSF_LOAD_STA = 1 << 6;
    private static final int TSF_LOAD_AP = 1 << 7;
    /** MAC_CTRL: software stops the MAC with all of these and lets it run with none. */
    private static final int STOPPED = 0x17ff;
    private static final long[] NO_ADDRESSES = {};

    /** What the MAC is connected to. */
    public record Surroundings(DmaMemory memory, InterruptLine line, WifiClocks gates, IntSupplier channel, IntSupplier random) { }

    private final Surroundings around;
    private final InterruptRegisters interrupts;
    private final Register interruptEnable;
    private final Register interruptStatus;
    private final Register control;
    private final WifiTime time;
    private final WifiTsf station;
    private final WifiTsf accessPoint;
    private final WifiFilters filters = new WifiFilters(this);
    private final WifiKeys keys = new WifiKeys(this);
    private final WifiReceiver receiver;
    private final WifiTransmitter transmitter;

    /**
     * Makes the block and puts it on the air.
     *
     * @param clock virtual time
     * @param around the chip: DMA, interrupt source 0 (WIFI_MAC), clock gates, the synthesiser's channel, 32 fresh random bits for
     *     each read of the random number register
     * @param air around the antenna
     */
    public WifiMac(Clock clock, Surroundings around, RadioMedium air) {
        super("WIFI_MAC", 0x3000);
        this.around = around;
        interruptEnable = register(0xc40, "INT_ENABLE");
        interruptStatus = register(0xc48, "INT_STATUS").readOnly();
        interrupts = new InterruptRegisters(interruptStatus, interruptEnable, st -> around.line().set(st != 0));
        interruptEnable.onWrite(word -> interrupts.drive());
        register(0xc4c, "INT_CLEAR").command(interrupts::clear);
        time = new WifiTime(clock, around.gates());
        register(0xc00, "MAC_TIME").readOnly().onRead(() -> (int) time.microseconds());
        // Bits 13 and 14: the MAC still works. Both are polled until 0 after it is told to stop.
        control = register(0xcb8, "MAC_CTRL").writable(~0x6000);
        // Bit 0: the reset asked for by bit 1 is over.
        Register handshake = register(0xd24, "MAC_RESET");
        handshake.onRead(() -> handshake.get() | 1);
        register(0x2010, "TSF_CTRL").writable(~(TSF_LOAD_STA | TSF_LOAD_AP)).onWrite(this::tsf);
        station = new WifiTsf(this, time, "STA", 0x2014, 0x2024);
        accessPoint = new WifiTsf(this, time, "AP", 0x2054, 0x2060);
        register(0x2144, "RNG_DATA").readOnly().onRead(around.random());
        receiver = new WifiReceiver(this, around.memory(), time, filters, keys, interrupts, station);
        transmitter = new WifiTransmitter(this, clock, around.memory(), keys, interrupts, around.channel(), air);
        restIsUndocumented();
        air.attach(this, clock);
    }

    @Override
    public void reset() {
        super.reset();
        time.reset();
        keys.reset();
        station.reset();
        accessPoint.reset();
        resetMac();
    }

    /** CORE_RST_EN resets the MAC proper: time goes on, and filters keep what is in them. */
    public void resetMac() {
        interruptEnable.set(0);
        interruptStatus.set(0);
        interrupts.drive();
        keys.disableAll();
        receiver.disable();
        transmitter.reset();
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

    @Override
    public int channel() {
        return around.channel().getAsInt();
    }

    @Override
    public long[] addresses() {
        return hears() ? filters.addresses() : NO_ADDRESSES;
    }

    @Override
    public boolean receive(RadioFrame frame) {
        return hears() && frame.channel() == channel() && receiver.receive(frame);
    }

    private boolean hears() {
        return receiver.enabled() && (control.get() & STOPPED) == 0 && around.gates().wifi();
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(time, station, accessPoint, receiver, transmitter);
        // What was made of keys that may be others now.
        keys.reset();
    }
}
