package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;

/**
 * An I2S, 0x3FF4F000 and 0x3FF6D000 (reference manual, chapter "I2S Controller").
 *
 * <p>Modelled: both DMA chains, paced by the sample rate that the dividers make of 160 MHz, with their interrupts and the
 * addresses that interrupt handlers read. Storage: the formats of the wires (PCM, PDM, LCD, camera, built-in ADC and DAC), which
 * leave the data as it is, and direct access to the FIFO. The audio PLL counts as 160 MHz.
 */
public final class I2s extends RegisterBlock {
    private static final int TX_START = 4;
    private static final int RX_START = 5;
    private static final int IN_DONE = 1 << 8;
    private static final int IN_SUC_EOF = 1 << 9;
    private static final int OUT_DONE = 1 << 11;
    private static final int OUT_EOF = 1 << 12;
    private static final int IN_DSCR_EMPTY = 1 << 15;
    private static final int OUT_TOTAL_EOF = 1 << 16;
    private static final int TICKS_PER_160_MHZ_CYCLE = 3;

    private final DmaMemory memory;
    private final I2sPort port;
    private final InterruptRegisters interrupts;
    private final Register conf;
    private final Register fifoConf;
    private final Register clkm;
    private final Register sampleRate;
    private final Register outEofAddress;
    private final Register inEofAddress;
    private final DmaChain out;
    private final DmaChain in;

    /**
     * Makes a block.
     *
     * @param name {@code I2S0} or {@code I2S1}
     * @param clock virtual time
     * @param line interrupt source 32 or 33
     * @param memory where descriptors and buffers are
     * @param port the data wires
     */
    public I2s(String name, Clock clock, InterruptLine line, DmaMemory memory, I2sPort port) {
        super(name, 0x100);
        this.memory = memory;
        this.port = port;
        conf = register(0x008, "CONF").reset(0x30300).onWrite(word -> started());
        interrupts = interrupts(0x00c, 0x010, 0x014, 0x018, line);
        register(0x01c, "TIMING");
        fifoConf = register(0x020, "FIFO_CONF").reset(0x1820);
        register(0x024, "RXEOF_NUM").reset(0x40);
        storage(0x028, "CONF_SIGLE_DATA", "CONF_CHAN");
        out = new DmaChain(clock.event(name + " out", this::outDone), memory);
        in = new DmaChain(clock.event(name + " in", this::inDone), memory);
        register(0x030, "OUT_LINK").onWrite(word -> linked(out, word));
        register(0x034, "IN_LINK").onWrite(word -> linked(in, word));
        outEofAddress = register(0x038, "OUT_EOF_DES_ADDR").readOnly();
        inEofAddress = register(0x03c, "IN_EOF_DES_ADDR").readOnly();
        storage(0x040, "OUT_EOF_BFR_DES_ADDR", "AHB_TEST", "INLINK_DSCR", "INLINK_DSCR_BF0", "INLINK_DSCR_BF1", "OUTLINK_DSCR",
                "OUTLINK_DSCR_BF0", "OUTLINK_DSCR_BF1");
        register(0x060, "LC_CONF").reset(0x100).onWrite(this::dmaReset);
        storage(0x064, "OUTFIFO_PUSH", "INFIFO_POP", "LC_STATE0", "LC_STATE1");
        register(0x074, "LC_HUNG_CONF").reset(0x810);
        register(0x080, "CVSD_CONF0").reset(0x80007fff);
        register(0x084, "CVSD_CONF1").reset(0xa0500);
        register(0x088, "CVSD_CONF2").reset(0x502a4);
        register(0x08c, "PLC_CONF0").reset(0x8a80339);
        register(0x090, "PLC_CONF1").reset(0xa0178a05);
        register(0x094, "PLC_CONF2").reset(0x28);
        storage(0x098, "ESCO_CONF0", "SCO_CONF0");
        register(0x0a0, "CONF1").reset(0x89);
        register(0x0a4, "PD_CONF").reset(0xa);
        storage(0x0a8, "CONF2");
        clkm = register(0x0ac, "CLKM_CONF").reset(4);
        sampleRate = register(0x0b0, "SAMPLE_RATE_CONF").reset(0x410186);
        register(0x0b4, "PDM_CONF").reset(0x1550020);
        register(0x0b8, "PDM_FREQ_CONF").reset(0xf01e0);
        // FIFO resets (2, 1) end at once; TX_IDLE (0).
        register(0x0bc, "STATE").readOnly().onRead(() -> out.running() ? 0 : 1);
        register(0x0fc, "DATE").reset(0x1604201);
    }

    @Override
    public void reset() {
        super.reset();
        out.stop();
        in.stop();
        interrupts.drive();
    }

    /** OUT_LINK and IN_LINK: address (19:0), STOP (28), START (29), RESTART (30). */
    private void linked(DmaChain chain, int word) {
        if ((word & 1 << 28) != 0) {
            chain.stop();
        }
        if ((word & 1 << 29) != 0) {
            chain.load(DmaChain.address(word));
        }
        if ((word & 1 << 30) != 0) {
            chain.loadNext();
        }
        started();
    }

    private void dmaReset(int word) {
        if ((word & 1 << 1) != 0) {
            out.stop();
        }
        if ((word & 1) != 0) {
            in.stop();
        }
    }

    /** A chain moves while it has a descriptor and its direction is started. */
    private void started() {
        out.run(conf.bit(TX_START), ticksOf(out.length(), 12, 13, 0));
        in.run(conf.bit(RX_START), ticksOf(in.size(), 18, 16, 6));
    }

    /**
     * The time that a buffer lasts. A frame is two slots of BITS_MOD bits of BCK; in memory it takes one or two (FIFO_MOD bit 0)
     * samples of 2 or 4 bytes (bit 1).
     */
    private long ticksOf(int bytes, int bitsModLow, int fifoModLow, int dividerLow) {
        int fifoMod = fifoConf.field(fifoModLow + 2, fifoModLow);
        int bytesPerFrame = ((fifoMod & 2) == 0 ? 2 : 4) * ((fifoMod & 1) == 0 ? 2 : 1);
        long frames = Math.max(1, bytes / bytesPerFrame);
        long bits = Math.max(1, sampleRate.field(bitsModLow + 5, bitsModLow));
        long divider = Math.max(1, sampleRate.field(dividerLow + 5, dividerLow));
        // CLKM = 160 MHz / (N + b / a)
        long a = Math.max(1, clkm.field(19, 14));
        long n = Math.max(2, clkm.field(7, 0)) * a + clkm.field(13, 8);
        return frames * 2 * bits * divider * n * TICKS_PER_160_MHZ_CYCLE / a;
    }

    private void outDone() {
        for (int i = 0; i + 4 <= out.length(); i += 4) {
            port.transmitted(memory.load32(out.buffer() + i));
        }
        int raised = OUT_DONE;
        if (out.endOfFrame()) {
            outEofAddress.set(out.descriptor());
            raised |= OUT_EOF;
        }
        if (!out.loadNext()) {
            raised |= OUT_TOTAL_EOF;
        }
        interrupts.raise(raised);
        started();
    }

    private void inDone() {
        for (int i = 0; i + 4 <= in.size(); i += 4) {
            memory.store32(in.buffer() + i, port.received());
        }
        in.giveBack(in.size());
        inEofAddress.set(in.descriptor());
        int raised = IN_DONE | IN_SUC_EOF;
        if (!in.loadNext()) {
            raised |= IN_DSCR_EMPTY;
        }
        interrupts.raise(raised);
        started();
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(out, in);
    }
}
