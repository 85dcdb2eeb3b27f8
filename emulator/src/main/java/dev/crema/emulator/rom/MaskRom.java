package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.HostFunction;
import java.util.Optional;

/** What a chip needs of its mask ROM: the bytes that loads and fetches see, and the host's functions in place of guest code. */
public sealed interface MaskRom permits JavaRom, RomDump {
    /** First address of ROM 0, on the instruction bus only. */
    int ROM0_ADDRESS = 0x40000000;
    /** Bytes of ROM 0. */
    int ROM0_SIZE = 384 << 10;
    /** First address of ROM 1 on the instruction bus. */
    int ROM1_ADDRESS = 0x40060000;
    /** First address of ROM 1 on the data bus: the same bytes. */
    int ROM1_DATA_ADDRESS = 0x3FF90000;
    /** Bytes of ROM 1. */
    int ROM1_SIZE = 64 << 10;

    /** Where the byte of an address of either bus lies among the bytes of ROM 0 and, behind them, ROM 1. */
    static int offset(int address) {
        boolean onDataBus = Integer.compareUnsigned(address, ROM0_ADDRESS) < 0;
        return onDataBus ? address - ROM1_DATA_ADDRESS + ROM0_SIZE : address - ROM0_ADDRESS;
    }

    /** A copy of the bytes of ROM 0. */
    byte[] rom0();

    /** A copy of the bytes of ROM 1. */
    byte[] rom1();

    /**
     * What stands in for the guest code at an address.
     *
     * @param address on the instruction bus
     * @return empty where the bytes of the ROM are to be executed, and outside of it
     */
    Optional<HostFunction> function(int address);

    /** What stands in for the code at an address when the APP CPU executes it, whose first 32 KiB are its own. */
    default Optional<HostFunction> appCpuFunction(int address) {
        return function(address);
    }
}
