package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;

/**
 * The fuse controller (TRM, "eFuse Controller"): four blocks of fuses, read registers that hold what the last read command found,
 * and registers of what to burn. A fuse that is burnt stays so, over every reset.
 *
 * <p>Modelled: reading, burning, and the interrupts of their ends. The values change when the command is given; CMD shows it
 * for a few microseconds more, because the mask ROM of revision 3 resets the chip if it does not see the command at work. Not
 * modelled: the fuses that protect others against reading and burning, and the coding schemes, of which only "none" is known
 * here.
 */
public final class Efuse extends RegisterBlock {
    private static final int BLOCK0_WORDS = 7;
    private static final int OTHER_WORDS = 24;
    private static final int READ_KEY = 0x5aa5;
    private static final int PROGRAM_KEY = 0x5a5a;
    private static final int CMD_READ = 1;
    private static final int CMD_PROGRAM = 1 << 1;
    private static final int READ_DONE = 1;
    private static final int PROGRAM_DONE = 1 << 1;

    /** About what reading takes with a fuse clock of a few MHz. */
    private static final long BUSY_TICKS = 5 * Clock.TICKS_PER_MICROSECOND;

    private final Clock clock;
    private final int[] fuses = new int[BLOCK0_WORDS + OTHER_WORDS];
    private final Register[] read = new Register[fuses.length];
    private final Register[] toProgram = new Register[fuses.length];
    private final Register conf;
    private final InterruptRegisters interrupts;
    private final Register cmd;
    private long busyUntil;

    /**
     * The fuses of a new chip: blocks 1 to 3, which hold keys and the owner's data, are blank.
     *
     * @param clock virtual time
     * @param settings what the factory burnt
     * @param line to the interrupt matrix
     */
    public Efuse(Clock clock, FuseSettings settings, InterruptLine line) {
        super("EFUSE", 0x200);
        this.clock = clock;
        System.arraycopy(settings.block0(), 0, fuses, 0, BLOCK0_WORDS);
        place(read, 0, registers(0x000, 4, BLOCK0_WORDS, "BLK0_RDATA"));
        place(read, BLOCK0_WORDS, registers(0x038, 4, OTHER_WORDS, "BLK1_3_RDATA"));
        for (Register word : read) {
            word.readOnly();
        }
        place(toProgram, 0, registers(0x01c, 4, BLOCK0_WORDS, "BLK0_WDATA"));
        place(toProgram, BLOCK0_WORDS, registers(0x098, 4, OTHER_WORDS, "BLK1_3_WDATA"));
        register(0x0f8, "CLK").reset(0x4052);
        conf = register(0x0fc, "CONF");
        register(0x100, "STATUS").readOnly();
        cmd = register(0x104, "CMD").writable(CMD_READ | CMD_PROGRAM).onWrite(this::command).onRead(this::busy);
        interrupts = interrupts(0x108, 0x10c, 0x110, 0x114, line);
        register(0x118, "DAC_CONF").reset(0x28);
        register(0x11c, "DEC_STATUS").readOnly();
        register(0x1fc, "DATE").reset(0x16042600);
        load();
    }

    private static void place(Register[] all, int at, Register[] some) {
        System.arraycopy(some, 0, all, at, some.length);
    }

    private void load() {
        for (int i = 0; i < fuses.length; i++) {
            read[i].set(fuses[i]);
        }
    }

    private int busy() {
        return clock.now() < busyUntil ? cmd.get() : 0;
    }

    private void command(int word) {
        busyUntil = clock.now() + BUSY_TICKS;
        if ((word & CMD_READ) != 0 && conf.field(15, 0) == READ_KEY) {
            load();
            interrupts.raise(READ_DONE);
        }
        if ((word & CMD_PROGRAM) != 0 && conf.field(15, 0) == PROGRAM_KEY) {
            for (int i = 0; i < fuses.length; i++) {
                fuses[i] |= toProgram[i].get();
            }
            interrupts.raise(PROGRAM_DONE);
        }
    }

    /** {@inheritDoc} The chip reads its fuses when it comes out of reset. */
    @Override
    public void reset() {
        super.reset();
        load();
        interrupts.drive();
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.ints(fuses);
        busyUntil = state.value(busyUntil);
    }
}
