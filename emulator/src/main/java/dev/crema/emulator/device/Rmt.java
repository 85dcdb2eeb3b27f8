package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;

/**
 * RMT, 0x3FF56000: eight channels that send or record levels with durations, from or to 512 words of memory at 0x800 (reference
 * manual, chapter "Remote Control Peripheral").
 *
 * <p>Modelled: transmission in real time to the GPIO matrix (signals 87 to 94) with wrap-around, thresholds, continuous mode
 * and idle level; reception from the matrix (signals 83 to 90) with glitch filter and idle threshold; memory blocks shared
 * between channels; the interrupts. Storage: the carrier, which is not put on the pad, and access to the memory through
 * CHnDATA (drivers set APB_FIFO_MASK and use the memory itself).
 */
public final class Rmt extends RegisterBlock {
    private static final int CHANNELS = 8;
    private static final int BLOCK = 64;
    private static final int WORDS = CHANNELS * BLOCK;

    /** What a channel's two directions share: its configuration, its memory and its interrupts. */
    final class Channel {
        final int number;
        final Register conf0;
        final Register conf1;
        final Register limit;

        private Channel(int number) {
            this.number = number;
            conf0 = register(0x020 + 8 * number, "CH" + number + "CONF0").reset(0x31100002);
            conf1 = register(0x024 + 8 * number, "CH" + number + "CONF1").reset(0xf20);
            limit = register(0x0d0 + 4 * number, "CH" + number + "_TX_LIM").reset(0x80);
        }

        /** The words the channel may use: its own block and those it borrows from the channels after it. */
        int size() {
            return Math.min(conf0.field(27, 24) * BLOCK, WORDS - number * BLOCK);
        }

        int load(int index) {
            return ram[number * BLOCK + index].get();
        }

        void store(int index, int word) {
            ram[number * BLOCK + index].set(word);
        }

        boolean wraps() {
            return apbConf.bit(1);
        }

        /** 480 MHz ticks in a cycle of the channel's divided clock. */
        long ticksPerCycle() {
            int source = conf1.bit(17) ? clocks.ticksPerApbCycle() : ClockTree.TICKS_PER_REF_CYCLE;
            int divider = conf0.field(7, 0);
            return (long) source * (divider == 0 ? 256 : divider);
        }

        long glitchTicks() {
            return conf1.bit(7) ? (long) conf1.field(15, 8) * clocks.ticksPerApbCycle() : 0;
        }

        void transmitted() {
            interrupts.raise(1 << 3 * number);
        }

        void received() {
            interrupts.raise(1 << 3 * number + 1);
        }

        void failed() {
            interrupts.raise(1 << 3 * number + 2);
        }

        void thresholdReached() {
            interrupts.raise(1 << 24 + number);
        }
    }

    private final ClockTree clocks;
    private final InterruptRegisters interrupts;
    private final Register apbConf;
    private final Register[] ram;
    private final RmtTransmitter[] transmitters = new RmtTransmitter[CHANNELS];
    private final RmtReceiver[] receivers = new RmtReceiver[CHANNELS];

    /**
     * Makes the block.
     *
     * @param clock virtual time
     * @param clocks gives the APB frequency
     * @param line interrupt source 47
     * @param signals the GPIO matrix
     */
    public Rmt(Clock clock, ClockTree clocks, InterruptLine line, Signals signals) {
        super("RMT", 0x1000);
        this.clocks = clocks;
        registers(0x000, 4, CHANNELS, "CHDATA");
        registers(0x080, 4, CHANNELS, "CHADDR");
        interrupts = interrupts(0x0a0, 0x0a4, 0x0a8, 0x0ac, line);
        for (Register duty : registers(0x0b0, 4, CHANNELS, "CHCARRIER_DUTY")) {
            duty.reset(0x400040);
        }
        apbConf = register(0x0f0, "APB_CONF");
        register(0x0fc, "DATE").reset(0x16022600);
        ram = registers(0x800, 4, WORDS, "RAM");
        for (int i = 0; i < CHANNELS; i++) {
            Channel channel = new Channel(i);
            RmtTransmitter transmitter = new RmtTransmitter(channel, clock, signals);
            RmtReceiver receiver = new RmtReceiver(channel, clock, signals);
            transmitters[i] = transmitter;
            receivers[i] = receiver;
            channel.conf1.onWrite(word -> {
                transmitter.configured();
                receiver.configured();
            });
            register(0x060 + 4 * i, "CH" + i + "STATUS").readOnly()
                    .onRead(() -> transmitter.status() | receiver.status());
        }
    }

    @Override
    public void reset() {
        super.reset();
        for (int i = 0; i < CHANNELS; i++) {
            transmitters[i].reset();
            receivers[i].reset();
        }
        interrupts.drive();
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(transmitters);
        state.all(receivers);
    }
}
