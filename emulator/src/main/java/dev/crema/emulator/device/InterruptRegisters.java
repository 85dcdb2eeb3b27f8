package dev.crema.emulator.device;

/**
 * The quartet that nearly every block has: RAW, ST (= RAW &amp; ENA), ENA and CLR (write 1 to clear), and the level of the wire
 * (ST ≠ 0). Made by {@link RegisterBlock#interrupts}.
 */
public final class InterruptRegisters {
    private final Register raw;
    private final Register enable;
    private final InterruptLine line;

    InterruptRegisters(Register raw, Register enable, InterruptLine line) {
        this.raw = raw;
        this.enable = enable;
        this.line = line;
    }

    /** Raises interrupts. */
    public void raise(int bits) {
        raw.set(raw.get() | bits);
        drive();
    }

    /** Clears interrupts, as a store to CLR does. */
    public void clear(int bits) {
        raw.set(raw.get() & ~bits);
        drive();
    }

    /** Makes level conditions follow their cause: those {@code bits} of RAW become {@code levels}. */
    public void level(int bits, int levels) {
        raw.set(raw.get() & ~bits | levels & bits);
        drive();
    }

    /** RAW. */
    public int raw() {
        return raw.get();
    }

    /** ENA. */
    public int enabled() {
        return enable.get();
    }

    /** RAW &amp; ENA. */
    public int status() {
        return raw.get() & enable.get();
    }

    /** Drives the wire to what the registers say, after a reset of the block. */
    public void drive() {
        line.set(status() != 0);
    }
}
