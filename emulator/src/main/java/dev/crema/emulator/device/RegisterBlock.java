package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A block whose registers are declared in its constructor, one line each; everything not declared is storage, as real firmware
 * expects of this chip, and is reported by name to {@link UnknownRegisters}.
 *
 * <p>Dispatch is an array indexed by word, so a register costs one load. Narrow accesses act on the whole word: a narrow store
 * merges with the stored value, without the effects of a load.
 */
public abstract class RegisterBlock implements Device {
    private final String name;
    private final Register[] words;
    private final boolean[] declared;
    private UnknownRegisters unknown = UnknownRegisters.IGNORED;

    /**
     * A block of storage, to which the subclass declares its registers.
     *
     * @param name the manual's name of the block
     * @param size in bytes, a multiple of 4
     */
    protected RegisterBlock(String name, int size) {
        this.name = name;
        this.words = new Register[size >>> 2];
        this.declared = new boolean[size >>> 2];
    }

    @Override
    public final String name() {
        return name;
    }

    /** Sets who is told of registers that were not declared. */
    public final void onUnknown(UnknownRegisters listener) {
        unknown = listener;
    }

    /** Declares the register at an offset. */
    protected final Register register(int offset, String registerName) {
        return declare(offset, new Register(registerName));
    }

    private Register declare(int offset, Register register) {
        int index = offset >>> 2;
        if (declared[index]) {
            throw new IllegalStateException(name + " declares offset 0x" + Integer.toHexString(offset) + " twice");
        }
        declared[index] = true;
        words[index] = register;
        return register;
    }

    /** Declares registers that are storage, one word after the other. */
    protected final void storage(int offset, String... registerNames) {
        for (int i = 0; i < registerNames.length; i++) {
            register(offset + 4 * i, registerNames[i]);
        }
    }

    /** Declares that whatever is not declared so far has no public name: it is storage and nobody is told of it. */
    protected final void restIsUndocumented() {
        Arrays.fill(declared, true);
    }

    /** Declares {@code count} like registers, {@code step} bytes apart, numbered from 0 after the name. */
    protected final Register[] registers(int offset, int step, int count, String registerName) {
        Register[] all = new Register[count];
        for (int i = 0; i < count; i++) {
            all[i] = declare(offset + i * step, new Register(registerName, i));
        }
        return all;
    }

    /** Declares the "write 1 to set" and "write 1 to clear" companions of a register; loads of them return 0. */
    protected final void setAndClear(Register target, int setOffset, int clearOffset, IntConsumer changed) {
        register(setOffset, target.name() + "_W1TS").command(bits -> {
            target.assign(target.get() | bits);
            changed.accept(target.get());
        });
        register(clearOffset, target.name() + "_W1TC").command(bits -> {
            target.assign(target.get() & ~bits);
            changed.accept(target.get());
        });
    }

    /** Declares the RAW, ST, ENA and CLR registers of the block's interrupts, which share a wire. */
    protected final InterruptRegisters interrupts(int raw, int status, int enable, int clear, InterruptLine line) {
        return interruptsPerBit(raw, status, enable, clear, st -> line.set(st != 0));
    }

    /**
     * Declares the RAW, ST, ENA and CLR registers of a block with several wires: they are driven from ST whenever it may
     * change.
     */
    protected final InterruptRegisters interruptsPerBit(int raw, int status, int enable, int clear, IntConsumer wires) {
        Register rawRegister = register(raw, "INT_RAW").readOnly();
        Register enableRegister = register(enable, "INT_ENA");
        InterruptRegisters all = new InterruptRegisters(rawRegister, enableRegister, wires);
        enableRegister.onWrite(bits -> all.drive());
        register(status, "INT_ST").readOnly().onRead(all::status);
        register(clear, "INT_CLR").command(all::clear);
        return all;
    }

    @Override
    public final int read(int offset, int width) {
        int index = offset >>> 2;
        if (index >= words.length) {
            return 0;
        }
        Register register = words[index];
        int word = register == null ? 0 : register.load();
        if (!declared[index]) {
            unknown.touched(name, offset & ~3, false, word);
        }
        return switch (width) {
            case 1 -> word >>> ((offset & 3) << 3) & 0xff;
            case 2 -> word >>> ((offset & 2) << 3) & 0xffff;
            default -> word;
        };
    }

    @Override
    public final void write(int offset, int value, int width) {
        int index = offset >>> 2;
        if (index >= words.length) {
            return;
        }
        Register register = undeclared(index);
        int word = switch (width) {
            case 1 -> merge(register.get(), value, 0xff, (offset & 3) << 3);
            case 2 -> merge(register.get(), value, 0xffff, (offset & 2) << 3);
            default -> value;
        };
        if (!declared[index]) {
            unknown.touched(name, offset & ~3, true, word);
        }
        register.store(word);
    }

    /** The register at an index; what nobody has declared begins to be there. */
    private Register undeclared(int index) {
        if (words[index] == null) {
            words[index] = new Register("at word ", index);
        }
        return words[index];
    }

    private static int merge(int old, int value, int mask, int shift) {
        return old & ~(mask << shift) | (value & mask) << shift;
    }

    /** {@inheritDoc} Subclasses with state beyond registers override this and call it first. */
    @Override
    public void reset() {
        for (Register register : words) {
            if (register != null) {
                register.reset();
            }
        }
    }

    /** {@inheritDoc} Subclasses with state beyond registers override this and call it first. */
    @Override
    public void state(State state) {
        state.section(name);
        for (int first = 0; first < words.length; first += Long.SIZE) {
            int last = Math.min(first + Long.SIZE, words.length);
            long there = state.value(present(first, last));
            for (int index = first; index < last; index++) {
                if ((there >>> index - first & 1) != 0) {
                    Register register = undeclared(index);
                    register.set(state.value(register.get()));
                }
            }
        }
    }

    /** Which words there are, the first in bit 0. */
    private long present(int first, int last) {
        long present = 0;
        for (int index = first; index < last; index++) {
            present |= words[index] == null ? 0 : 1L << index - first;
        }
        return present;
    }
}
