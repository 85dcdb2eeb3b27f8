package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;

/**
 * SPI2 (HSPI) or SPI3 (VSPI), the general-purpose controllers (TRM, "SPI Controller").
 *
 * <p>Modelled: user-defined transactions as master, from and to the buffer or by DMA, half and full duplex, lasting as long as
 * the SPI clock makes them; the interrupts of the end of a transaction and of DMA. Storage: signal timing, and all of slave
 * mode, in which a transaction that is started never ends, as without a master.
 */
public final class SpiController extends RegisterBlock {
    private static final int CMD_USR = 18;
    private static final int SLAVE_MODE = 30;
    private static final int SLAVE_TRANS_DONE = 4;

    private final ClockTree clocks;
    private final InterruptLine line;
    private final SpiUser user;
    private final SpiDma dma;
    private final Register cmd;
    private final Register slave;
    private final Event done;

    /**
     * A controller with nothing attached.
     *
     * @param name {@code SPI2} or {@code SPI3}
     * @param clock virtual time
     * @param clocks gives the APB frequency
     * @param memory that DMA reads and writes
     * @param line to the interrupt matrix
     * @param dmaLine of the DMA interrupts
     */
    public SpiController(String name, Clock clock, ClockTree clocks, DmaMemory memory, InterruptLine line,
            InterruptLine dmaLine) {
        super(name, 0x400);
        this.clocks = clocks;
        this.line = line;
        cmd = register(0x00, "CMD").readOnly().onWrite(this::start);
        register(0x10, "RD_STATUS");
        slave = register(0x38, "SLAVE").reset(0x20).onWrite(word -> drive());
        register(0x50, "CACHE_FCTRL");
        register(0x54, "CACHE_SCTRL").reset(0x15c04030);
        register(0x58, "SRAM_CMD");
        register(0x5c, "SRAM_DRD_CMD");
        register(0x60, "SRAM_DWR_CMD");
        user = new SpiUser(this);
        dma = new SpiDma(this, user, memory, dmaLine);
        done = clock.event(name + " done", this::done);
    }

    /** Puts a chip on a chip select, 0 to 2. */
    public void attach(int chipSelect, SpiTarget chip) {
        user.attach(chipSelect, chip);
    }

    private void start(int word) {
        if ((word >>> CMD_USR & 1) == 0 || cmd.bit(CMD_USR)) {
            return;
        }
        cmd.bit(CMD_USR, true);
        if (!slave.bit(SLAVE_MODE)) {
            done.after(Math.max(1, user.clockCycles()) * user.clockDivider() * clocks.ticksPerApbCycle());
        }
    }

    private void done() {
        user.run(dma);
        cmd.bit(CMD_USR, false);
        slave.bit(SLAVE_TRANS_DONE, true);
        drive();
    }

    /** SLAVE holds five causes in its bits 4:0 and their enables in 9:5. */
    private void drive() {
        line.set((slave.field(4, 0) & slave.field(9, 5)) != 0);
    }

    @Override
    public void reset() {
        super.reset();
        done.cancel();
        dma.reset();
        drive();
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(user, dma, done);
    }
}
