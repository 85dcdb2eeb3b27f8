package dev.crema.emulator.device;

import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * One 32-bit register, declared in its block's constructor: name, reset value, which bits the guest can write, and what a read
 * or a write does beyond storage. The setters return the register, so that a declaration reads as one line of the manual.
 */
public final class Register {
    private static final IntConsumer NOTHING = word -> { };
    /** Stands for a load of the stored value: most registers are like that, and a chip has thousands. */
    private static final IntSupplier STORED = () -> 0;
    private static final int ALONE = -1;

    private final String family;
    private final int number;
    private int resetValue;
    private int writable = -1;
    private int value;
    private IntSupplier read = STORED;
    private IntConsumer write = NOTHING;

    Register(String name) {
        this(name, ALONE);
    }

    /** One of several like registers, whose number follows their name. */
    Register(String family, int number) {
        this.family = family;
        this.number = number;
    }

    /** The manual's name. */
    public String name() {
        return number == ALONE ? family : family + number;
    }

    /** Declares the value after reset. */
    public Register reset(int value) {
        this.resetValue = value;
        this.value = value;
        return this;
    }

    /** Declares the bits a store changes; the others keep their value. */
    public Register writable(int mask) {
        this.writable = mask;
        return this;
    }

    /** Declares that stores change nothing. */
    public Register readOnly() {
        return writable(0);
    }

    /** Declares what a load returns, in place of the stored value. */
    public Register onRead(IntSupplier value) {
        this.read = value;
        return this;
    }

    /**
     * Declares what happens after a store. The handler gets the whole word as the guest wrote it, read-only bits included;
     * {@link #get()} has the merged value already.
     */
    public Register onWrite(IntConsumer handler) {
        this.write = handler;
        return this;
    }

    /** Declares a command register: nothing is stored, the handler gets the word, a load returns 0. */
    public Register command(IntConsumer handler) {
        return readOnly().onWrite(handler);
    }

    /** The stored value, without the effects of a load. */
    public int get() {
        return value;
    }

    /** Sets the stored value, without the effects of a store. */
    public void set(int value) {
        this.value = value;
    }

    /** Bits {@code high..low} of the stored value. */
    public int field(int high, int low) {
        return value >>> low & -1 >>> 31 - (high - low);
    }

    /** Whether a bit of the stored value is 1. */
    public boolean bit(int number) {
        return (value >>> number & 1) != 0;
    }

    /** Replaces bits {@code high..low} of the stored value. */
    public void field(int high, int low, int bits) {
        int mask = -1 >>> 31 - (high - low) << low;
        value = value & ~mask | bits << low & mask;
    }

    /** Sets or clears a bit of the stored value. */
    public void bit(int number, boolean one) {
        value = one ? value | 1 << number : value & ~(1 << number);
    }

    int load() {
        return read == STORED ? value : read.getAsInt();
    }

    void store(int word) {
        assign(word);
        write.accept(word);
    }

    /** Changes the bits that a store may change, without the effects of one. */
    void assign(int word) {
        value = value & ~writable | word & writable;
    }

    void reset() {
        value = resetValue;
    }
}
