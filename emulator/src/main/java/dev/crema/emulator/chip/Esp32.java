package dev.crema.emulator.chip;

import dev.crema.emulator.device.DmaMemory;
import dev.crema.emulator.device.MemoryRegion;
import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.CoreConfig;
import dev.crema.emulator.xtensa.CoreEnvironment;
import dev.crema.emulator.xtensa.Memory;

/**
 * The chip: two cores, their address spaces over one backing, and the bus with the peripherals. What they do when is the affair
 * of the machine.
 */
public final class Esp32 {
    /** Number of cores: 0 is the PRO CPU, 1 the APP CPU. */
    public static final int CORES = 2;
    /** Where a core begins after a reset. */
    public static final int RESET_VECTOR = 0x40000400;

    /** PRID of the PRO CPU. */
    public static final int PRO_PRID = 0xCDCD;
    /** PRID of the APP CPU. */
    public static final int APP_PRID = 0xABAB;

    private final Board board;
    private final Backing backing;
    private final CodeMap code;
    private final PeripheralBus bus = new PeripheralBus();
    private final AddressSpace[] spaces = new AddressSpace[CORES];
    private final Core[] cores = new Core[CORES];
    private AddressSpace.IllegalAccessListener illegalAccess = (core, window, address) -> { };

    /** The chip of a board, with nothing in its memories and no peripherals on its bus yet. */
    public Esp32(Board board, Backing backing, CoreEnvironment environment) {
        this.board = board;
        this.backing = backing;
        code = new CodeMap(backing.size());
        for (int i = 0; i < CORES; i++) {
            spaces[i] = new AddressSpace(i, backing, code, bus,
                    (core, window, address) -> illegalAccess.illegalAccess(core, window, address));
            cores[i] = new Core(CoreConfig.esp32(i == 0 ? PRO_PRID : APP_PRID), spaces[i], environment);
            code.addCore(cores[i]);
        }
    }

    /** The board this chip is on. */
    public Board board() {
        return board;
    }

    /** A core. */
    public Core core(int index) {
        return cores[index];
    }

    /** All memory. */
    public Backing backing() {
        return backing;
    }

    /** The flash chip's bytes. */
    public MemoryRegion flash() {
        return backing.region(Backing.FLASH, backing.flashSize());
    }

    MemoryRegion psram() {
        return backing.region(backing.psram(), backing.psramSize());
    }

    MemoryRegion rtcFast() {
        return backing.region(Backing.RTC_FAST, Backing.RTC_SIZE);
    }

    PeripheralBus bus() {
        return bus;
    }

    AddressSpace space(int core) {
        return spaces[core];
    }

    /**
     * The place in the backing of a byte of memory, as the PRO CPU has it mapped.
     *
     * @return negative where there is no memory, or a peripheral
     */
    public int place(int address) {
        return spaces[0].place(address);
    }

    /** A byte of the backing is changed by a tool. */
    public void set(int place, int value) {
        backing.set(place, value);
        changed(place, 1);
    }

    /** The memory of another chip in the same state. */
    public Backing forkBacking() {
        Backing fork = backing.fork();
        for (AddressSpace space : spaces) {
            space.forked();
        }
        return fork;
    }

    /** Bytes were changed past the cores. */
    private void changed(int place, int length) {
        int done = 0;
        while (done < length) {
            int at = place + done;
            int inPage = at & Memory.PAGE_SIZE - 1;
            int count = Math.min(Memory.PAGE_SIZE - inPage, length - done);
            if (backing.frame(at) >= 0) {
                code.changed(backing.frame(at) + inPage, count);
            }
            done += count;
        }
    }

    void onIllegalAccess(AddressSpace.IllegalAccessListener listener) {
        illegalAccess = listener;
    }

    DmaMemory dma() {
        return new Dma(backing, code);
    }

    /** Bytes of flash were changed by its controller, past the cores. */
    void flashChanged(int offset, int length) {
        changed(Backing.FLASH + offset, length);
    }

    /** Internal RAM loses its contents, as in deep sleep; RTC memories keep theirs. */
    public void loseSram() {
        backing.fill(Backing.SRAM0, Backing.RTC_FAST - Backing.SRAM0, 0);
        code.changed(Backing.SRAM0, Backing.RTC_FAST - Backing.SRAM0);
    }

    /** RTC memories lose their contents. */
    public void loseRtcMemory() {
        backing.fill(Backing.RTC_FAST, Backing.RAM_SIZE - Backing.RTC_FAST, 0);
        code.changed(Backing.RTC_FAST, Backing.RAM_SIZE - Backing.RTC_FAST);
    }
}
