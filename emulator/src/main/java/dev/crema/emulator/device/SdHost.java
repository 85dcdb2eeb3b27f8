package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;

/**
 * The SD/MMC host controller, 0x3FF68000 (reference manual, chapter "SD/MMC Host Controller"), with empty slots.
 *
 * <p>Modelled: resets end at once, clock updates are taken, and a command ends in a response timeout, or in success if it
 * expects no response. Storage: everything else; no data is moved.
 */
public final class SdHost extends RegisterBlock {
    private static final int CMD_START = 1 << 31;
    private static final int CMD_UPDATE_CLOCK_ONLY = 1 << 21;
    private static final int CMD_RESPONSE_EXPECT = 1 << 6;
    private static final int COMMAND_DONE = 1 << 2;
    private static final int RESPONSE_TIMEOUT = 1 << 8;
    private static final int CTRL_INT_ENABLE = 4;
    private static final int FIFO_EMPTY = 1 << 2 | 1 << 1;
    /** 64 cycles of the 400 kHz at which cards are looked for. */
    private static final long COMMAND_TIME = 160 * Clock.TICKS_PER_MICROSECOND;

    private final InterruptLine line;
    private final Register control;
    private final Register mask;
    private final Register command;
    private final Register raw;
    private final Event commandEnds;

    /**
     * Makes the block.
     *
     * @param clock virtual time
     * @param line interrupt source 37
     */
    public SdHost(Clock clock, InterruptLine line) {
        super("SDMMC", 0x804);
        this.line = line;
        // The three resets clear themselves.
        control = register(0x000, "CTRL").writable(~7).onWrite(word -> drive());
        storage(0x004, "PWREN", "CLKDIV", "CLKSRC", "CLKENA");
        register(0x014, "TMOUT").reset(0xffffff40);
        register(0x018, "CTYPE");
        register(0x01c, "BLKSIZ").reset(0x200);
        register(0x020, "BYTCNT").reset(0x200);
        mask = register(0x024, "INTMASK").onWrite(word -> drive());
        register(0x028, "CMDARG");
        command = register(0x02c, "CMD").writable(~CMD_START).onWrite(this::start);
        registers(0x030, 4, 4, "RESP");
        register(0x040, "MINTSTS").readOnly().onRead(this::status);
        raw = register(0x044, "RINTSTS").readOnly().onWrite(this::clear);
        register(0x048, "STATUS").readOnly().reset(FIFO_EMPTY);
        storage(0x04c, "FIFOTH");
        register(0x050, "CDETECT").readOnly();
        register(0x054, "WRTPRT").readOnly();
        storage(0x058, "GPIO", "TCBCNT", "TBBCNT", "DEBNCE", "USRID");
        register(0x06c, "VERID").readOnly().reset(0x5432270a);
        register(0x070, "HCON").readOnly().reset(0x3444cc3);
        storage(0x074, "UHS_REG", "RST_N");
        register(0x080, "BMOD").writable(~1);
        storage(0x084, "PLDMND", "DBADDR", "IDSTS", "IDINTEN", "DSCADDR", "DSCADDRL", "DSCADDRU", "BUFADDRL", "BUFADDRU");
        storage(0x100, "CARDTHRCTL", "BACK_END_POWER", "UHS_REG_EXT", "EMMC_DDR_REG", "ENABLE_SHIFT");
        register(0x200, "BUFFIFO");
        register(0x800, "CLOCK");
        commandEnds = clock.event("SDMMC command", this::commandEnds);
    }

    @Override
    public void reset() {
        super.reset();
        commandEnds.cancel();
        drive();
    }

    private void start(int word) {
        if ((word & CMD_START) != 0 && (word & CMD_UPDATE_CLOCK_ONLY) == 0) {
            commandEnds.after(COMMAND_TIME);
        }
    }

    private void commandEnds() {
        int response = (command.get() & CMD_RESPONSE_EXPECT) != 0 ? RESPONSE_TIMEOUT : 0;
        raw.set(raw.get() | COMMAND_DONE | response);
        drive();
    }

    private void clear(int bits) {
        raw.set(raw.get() & ~bits);
        drive();
    }

    private int status() {
        return raw.get() & mask.get();
    }

    private void drive() {
        line.set(control.bit(CTRL_INT_ENABLE) && status() != 0);
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(commandEnds);
    }
}
