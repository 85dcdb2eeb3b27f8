package dev.crema.emulator.device;

import java.util.function.IntConsumer;

/**
 * The quartet that nearly every block has: RAW, ST (= RAW &amp; ENA), ENA and CLR (write 1 to clear), and the level of the wire
 * (ST ≠ 0); or of several wires, for the blocks that have one per bit. Made by {@link RegisterBlock#interrupts}.
 */
public final class InterruptRegisters {
    private final Register raw;
    private final Register enable;
    private final IntConsumer wires;
    private IntConsumer cleared = bits -> { };

    InterruptRegisters(Register raw, Register enable, IntConsumer wires) {
        this.raw = raw;
        this.enable = enable;
        this.wires = wires;
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
        cleared.accept(bits);
    }

    /** Sets who is told that interrupts were cleared, for those whose cause may still hold and that must then rise again. */
    public void onClear(IntConsumer listener) {
        cleared = listener;
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

    /** Drives the wires to what the registers say, after a reset of the block. */
    public void drive() {
        wires.accept(status());
    }
}
