package dev.crema.emulator.machine;

import dev.crema.emulator.device.ResetReason;

/** What happens to a machine beside its console. */
public sealed interface MachineEvent {
    /**
     * The chip, or only its cores, were reset.
     *
     * @param cause as RTC_CNTL reports it for the PRO CPU
     */
    record Reset(ResetReason cause) implements MachineEvent { }

    /**
     * Power failed in the middle of a write of flash.
     *
     * @param offset in flash
     * @param length in bytes, of which half have been written
     */
    record PowerCut(int offset, int length) implements MachineEvent { }

    /** The chip fell into deep sleep: only the RTC has power. */
    record DeepSleep() implements MachineEvent { }

    /**
     * A register that its block does not declare was touched for the first time.
     *
     * @param block name of the block
     * @param offset of the word, from the block's base
     * @param write whether it was a store
     * @param value stored or loaded
     */
    record UnknownRegister(String block, int offset, boolean write, int value) implements MachineEvent { }
}
