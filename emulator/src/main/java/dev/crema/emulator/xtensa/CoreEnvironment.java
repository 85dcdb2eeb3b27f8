package dev.crema.emulator.xtensa;

import java.util.Optional;

/** What surrounds a core and is not memory. */
public interface CoreEnvironment {
    /**
     * The function of the host that stands in for guest code at an address, asked once when a block is decoded there.
     *
     * @return empty for ordinary guest code
     */
    Optional<HostFunction> hostFunction(Core core, int address);

    /** RER: an external register (debug, trace, performance monitors). */
    int readExternalRegister(Core core, int address);

    /** WER. */
    void writeExternalRegister(Core core, int address, int value);

    /** S32C1I found another value than it expected: another core may hold the lock, so this core's turn might as well end. */
    void conditionalStoreFailed(Core core);
}
