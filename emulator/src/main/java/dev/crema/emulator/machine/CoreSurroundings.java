package dev.crema.emulator.machine;

import dev.crema.emulator.chip.Esp32;
import dev.crema.emulator.rom.MaskRom;
import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.CoreEnvironment;
import dev.crema.emulator.xtensa.HostFunction;
import dev.crema.emulator.xtensa.SpecialRegister;
import java.util.Optional;

/** What the cores of a machine meet beside memory: the ROM's host functions, the stand-in bootloader, each other. */
final class CoreSurroundings implements CoreEnvironment {
    private final MaskRom rom;
    private final Scheduler scheduler;
    private final DirectBoot directBoot;

    CoreSurroundings(MaskRom rom, Scheduler scheduler, DirectBoot directBoot) {
        this.rom = rom;
        this.scheduler = scheduler;
        this.directBoot = directBoot;
    }

    @Override
    public Optional<HostFunction> hostFunction(Core core, int address) {
        boolean app = core.special(SpecialRegister.PRID) == Esp32.APP_PRID;
        Optional<HostFunction> function = app ? rom.appCpuFunction(address) : rom.function(address);
        return function.isPresent() ? function : directBoot.at(core, address);
    }

    /**
     * {@inheritDoc} The external registers belong to debugger, trace and performance monitors; none is attached, which ESP-IDF
     * finds out by reading 0 from DCR_SET.
     */
    @Override
    public int readExternalRegister(Core core, int address) {
        return 0;
    }

    @Override
    public void writeExternalRegister(Core core, int address, int value) {
        // Nothing listens: see readExternalRegister.
    }

    @Override
    public void conditionalStoreFailed(Core core) {
        scheduler.conditionalStoreFailed(core);
    }
}
