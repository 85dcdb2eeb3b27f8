package dev.crema.emulator.device;

/** Who is told when the guest touches a register that its block does not declare. */
@FunctionalInterface
public interface UnknownRegisters {
    /** Nobody. */
    UnknownRegisters IGNORED = (block, offset, write, value) -> { };

    /**
     * An access; the register behaves as storage.
     *
     * @param block name of the block
     * @param offset of the word, from the block's base
     * @param write whether it was a store
     * @param value stored or loaded
     */
    void touched(String block, int offset, boolean write, int value);
}
