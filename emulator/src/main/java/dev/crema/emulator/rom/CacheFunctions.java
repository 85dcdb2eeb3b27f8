package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Memory;

/** The flash caches and their MMUs, by the DPORT registers (TRM, "DPort Registers"). CPU 0 is PRO, any other number APP. */
final class CacheFunctions {
    private static final int PRO_CACHE_CTRL = 0x3FF00040;
    private static final int PRO_CACHE_CTRL1 = 0x3FF00044;
    private static final int APP_CACHE_CTRL = 0x3FF00058;
    private static final int APP_CACHE_CTRL1 = 0x3FF0005C;
    private static final int CACHE_ENABLE = 1 << 3;
    private static final int CACHE_FLUSH_ENA = 1 << 4;
    private static final int CACHE_FLUSH_DONE = 1 << 5;
    /** CTRL1: all windows closed. */
    private static final int CACHE_MASKS = 0x3F;
    private static final int CMMU_SRAM_PAGE_MODE = 6;
    private static final int CMMU_FLASH_PAGE_MODE = 9;

    private static final int PRO_MMU_TABLE = 0x3FF10000;
    private static final int APP_MMU_TABLE = 0x3FF12000;
    private static final int MMU_TABLE_SIZE = 0x2000;

    /** SPI0: bit 0 lets the cache ask for flash; the other register is 0 when nothing is under way. */
    private static final int SPI0_CACHE_FCTRL = 0x3FF43050;
    private static final int SPI0_EXT2 = 0x3FF430F8;

    /** The loops inside the ROM's functions in which they wait for the hardware. */
    private static final int READ_INIT_WAITS = 0x400099A1;
    private static final int FLUSH_WAITS = 0x40009A3C;
    private static final int DISABLE_WAITS = 0x40009AF8;

    private static final int DROM0 = 0x3F400000;
    private static final int DRAM1 = 0x3F800000;
    private static final int IRAM0 = 0x40000000;
    /** The part of IRAM0 below is ROM and RAM. */
    private static final int IRAM0_CACHE = 0x400D0000;
    private static final int IRAM1 = 0x40400000;
    private static final int IROM0 = 0x40800000;
    private static final int WINDOW_OFFSET = 0x3FFFFF;
    private static final int IN_NO_WINDOW = -1;

    private static final int OK = 0;
    private static final int NOT_ALIGNED = 1;
    private static final int BAD_PAGE_SIZE = 3;
    private static final int BAD_ADDRESS = 5;

    private CacheFunctions() {
    }

    static void bind(Bindings rom) {
        rom.bind(0x400095A4, 4000, "void mmu_init(int cpu)", CacheFunctions::mmuInit);
        rom.bind(0x400095E0, 70,
                "unsigned cache_flash_mmu_set(int cpu, int pid, unsigned vaddr, unsigned paddr, int page_kb, int pages)",
                CacheFunctions::flashMmuSet);
        rom.bind(0x400097F4, 70,
                "unsigned cache_sram_mmu_set(int cpu, int pid, unsigned vaddr, unsigned paddr, int page_kb, int pages)",
                CacheFunctions::sramMmuSet);
        rom.bind(0x40009950, 30, "void Cache_Read_Init(int cpu)", CacheFunctions::readInit);
        rom.bindLoop(READ_INIT_WAITS, "void Cache_Read_Init(int cpu)", CacheFunctions::awaitReadInit);
        rom.bind(0x40009A14, 20, "void Cache_Flush(int cpu)", CacheFunctions::flush);
        rom.bindLoop(FLUSH_WAITS, "void Cache_Flush(int cpu)", CacheFunctions::awaitFlush);
        rom.bind(0x40009A84, 20, "void Cache_Read_Enable(int cpu)", CacheFunctions::readEnable);
        rom.bind(0x40009AB8, 20, "void Cache_Read_Disable(int cpu)", CacheFunctions::readDisable);
        rom.bindLoop(DISABLE_WAITS, "void Cache_Read_Disable(int cpu)", CacheFunctions::awaitReadDisable);
    }

    private static int control(int cpu) {
        return cpu == 0 ? PRO_CACHE_CTRL : APP_CACHE_CTRL;
    }

    private static int table(int cpu) {
        return cpu == 0 ? PRO_MMU_TABLE : APP_MMU_TABLE;
    }

    private static void set(Memory memory, int register, int bits) {
        memory.store32(register, memory.load32(register) | bits);
    }

    private static void clear(Memory memory, int register, int bits) {
        memory.store32(register, memory.load32(register) & ~bits);
    }

    private static void mmuInit(Call call) {
        int table = table((short) call.word(0));
        for (int offset = 0; offset < MMU_TABLE_SIZE; offset += 4) {
            call.memory().store32(table + offset, 0);
        }
        call.result(0);
    }

    private static void readInit(Call call) {
        Memory memory = call.memory();
        clear(memory, control(call.word(0)), CACHE_ENABLE);
        clear(memory, SPI0_CACHE_FCTRL, 1);
        startFlush(call);
        call.jump(READ_INIT_WAITS);
    }

    private static void awaitReadInit(Call call) {
        if (endFlush(call)) {
            readEnable(call);
        }
    }

    private static void flush(Call call) {
        startFlush(call);
        call.jump(FLUSH_WAITS);
    }

    private static void awaitFlush(Call call) {
        endFlush(call);
    }

    private static void startFlush(Call call) {
        int control = control(call.word(0));
        clear(call.memory(), control, CACHE_FLUSH_ENA);
        set(call.memory(), control, CACHE_FLUSH_ENA);
    }

    /** Ends a flush if it is done, or comes again. */
    private static boolean endFlush(Call call) {
        int control = control(call.word(0));
        if ((call.memory().load32(control) & CACHE_FLUSH_DONE) == 0) {
            call.again();
            return false;
        }
        clear(call.memory(), control, CACHE_FLUSH_ENA);
        return true;
    }

    private static void readEnable(Call call) {
        set(call.memory(), SPI0_CACHE_FCTRL, 1);
        set(call.memory(), control(call.word(0)), CACHE_ENABLE);
    }

    private static void readDisable(Call call) {
        Memory memory = call.memory();
        int cpu = call.word(0);
        clear(memory, control(cpu), CACHE_ENABLE);
        if ((memory.load32(control(cpu == 0 ? 1 : 0)) & CACHE_ENABLE) == 0) {
            call.jump(DISABLE_WAITS);
        }
    }

    /** Once neither cache uses the flash. */
    private static void awaitReadDisable(Call call) {
        if (call.memory().load32(SPI0_EXT2) != 0) {
            call.again();
            return;
        }
        clear(call.memory(), SPI0_CACHE_FCTRL, 1);
    }

    private static void flashMmuSet(Call call) {
        int pageKb = call.word(4);
        int mode = switch (pageKb) {
            case 64 -> 0;
            case 32 -> 1;
            case 16 -> 2;
            default -> -1;
        };
        mapPages(call, mode, 16 - mode, flashEntry(call.word(1), call.word(2), pageKb, mode), CMMU_FLASH_PAGE_MODE, 3);
    }

    /** The first MMU entry for an address in flash. */
    private static int flashEntry(int process, int address, int pageKb, int mode) {
        if (mode < 0) {
            return IN_NO_WINDOW;
        }
        int shift = 16 - mode;
        // Processes 0 and 1 share the first set of entries; the others have sets of their own, smaller for data.
        boolean system = Integer.compareUnsigned(process, 2) < 0;
        int page = (address & WINDOW_OFFSET >> mode) >>> shift;
        if (within(address, DROM0, system ? pageKb << 16 : pageKb << 14)) {
            return system ? page : ((address & 0xFFFFF >> mode) >>> shift) + (process << 4) + 0x400;
        }
        if (system && Integer.compareUnsigned(address, IRAM0_CACHE) >= 0 && within(address, IRAM0, pageKb << 16)) {
            return page + 64;
        }
        if (within(address, IRAM1, pageKb << 16)) {
            return page + (system ? 128 : process << 7);
        }
        if (within(address, IROM0, pageKb << 16)) {
            return page + (system ? 192 : process << 8);
        }
        return IN_NO_WINDOW;
    }

    private static void sramMmuSet(Call call) {
        int process = call.word(1);
        int address = call.word(2);
        int pageKb = call.word(4);
        int mode = switch (pageKb) {
            case 32 -> 0;
            case 16 -> 1;
            case 8 -> 2;
            case 4 -> 3;
            case 2 -> 4;
            default -> -1;
        };
        int entry = IN_NO_WINDOW;
        if (mode >= 0 && within(address, DRAM1, pageKb << 16)) {
            int set = Integer.compareUnsigned(process, 2) < 0 ? 1 : process;
            entry = ((address & WINDOW_OFFSET >> mode) >>> 15 - mode) + 0x400 + (set << 7);
        }
        mapPages(call, mode, 15 - mode, entry, CMMU_SRAM_PAGE_MODE, 7);
    }

    private static boolean within(int address, int window, int length) {
        return Integer.compareUnsigned(address - window, length) < 0;
    }

    /** Maps pages one after the other, with the caches' windows closed meanwhile. */
    private static void mapPages(Call call, int mode, int shift, int entry, int modeField, int modeMask) {
        int cpu = call.word(0);
        int physical = call.word(3);
        int pageKb = call.word(4);
        // The ROM takes 64 / pageKb - 1 as a shift: exact for the sizes it allows down to 16 KiB.
        int alignment = pageKb == 0 ? 0 : 0xFFFF >> (64 / pageKb - 1 & 31);
        if (((call.word(2) | physical) & alignment) != 0) {
            call.result(NOT_ALIGNED);
            return;
        }
        if (mode < 0) {
            call.result(BAD_PAGE_SIZE);
            return;
        }
        if (entry == IN_NO_WINDOW) {
            call.result(BAD_ADDRESS);
            return;
        }
        Memory memory = call.memory();
        int proControl = memory.load32(PRO_CACHE_CTRL1);
        int appControl = memory.load32(APP_CACHE_CTRL1);
        memory.store32(APP_CACHE_CTRL1, appControl | CACHE_MASKS);
        memory.store32(PRO_CACHE_CTRL1, proControl | CACHE_MASKS);
        int page = physical >>> shift;
        int pages = call.word(5);
        int table = table(cpu);
        // More entries than the table has lead out of it and into nothing that answers.
        for (int i = 0; i != pages && i < MMU_TABLE_SIZE; i++) {
            memory.store32(table + 4 * (entry + i), page + i);
        }
        memory.store32(PRO_CACHE_CTRL1, proControl);
        memory.store32(APP_CACHE_CTRL1, appControl);
        int control = cpu == 0 ? PRO_CACHE_CTRL1 : APP_CACHE_CTRL1;
        memory.store32(control, memory.load32(control) & ~(modeMask << modeField) | mode << modeField);
        call.charge(7L * (pages & 0xFFFF));
        call.result(OK);
    }
}
