package dev.crema.emulator.chip;

import dev.crema.emulator.device.CacheWindow;
import dev.crema.emulator.device.MmuTable;
import dev.crema.emulator.xtensa.ExceptionCause;
import dev.crema.emulator.xtensa.GuestFault;
import dev.crema.emulator.xtensa.Memory;

/**
 * The ESP32's memory map as one of its CPUs sees it (TRM, "System and memory"; the faults are those of ESP-IDF's "Fatal errors"
 * and of measurements on revision 3).
 *
 * <p>Data-bus RAM is in the page maps. What takes the slow path here: peripherals, data accesses to the instruction bus (words
 * only), unaligned accesses, the word-reversed instruction view of SRAM 1, RTC slow memory, windows of the flash cache that are
 * closed, and stores to pages with decoded code.
 */
final class AddressSpace extends Memory {
    private static final int WINDOW = 0x3F400000;
    private static final int WINDOW_SIZE = 0x40C00000 - WINDOW;
    private static final int INSTRUCTION_BUS = 0x40000000;
    private static final int INSTRUCTION_BUS_END = 0x40C00000;
    private static final int ROM1_DATA = 0x3FF90000;
    private static final int SRAM2_DATA = 0x3FFAE000;
    private static final int SRAM1_DATA = 0x3FFE0000;
    private static final int SRAM1_INSTRUCTION = 0x400A0000;
    private static final int SRAM1_INSTRUCTION_END = 0x400C0000;
    private static final int RTC_FAST_DATA = 0x3FF80000;
    private static final int RTC_FAST_INSTRUCTION = 0x400C0000;
    private static final int RTC_SLOW = 0x50000000;
    /** Fetch entry of a page whose cache window is closed; differs from SLOW so that code decoded there becomes invalid. */
    private static final int CLOSED = -2;
    /** What a load gets from a closed window. */
    private static final int GARBAGE = 0xBAADBAAD;
    private static final int ATTRIBUTE_ILLEGAL = 15;

    /** Told of an access through a closed cache window, which raises the CACHE_IA interrupt if that is enabled. */
    interface IllegalAccessListener {
        void illegalAccess(int core, CacheWindow window, int address);
    }

    private final int core;
    private final Backing layout;
    private final CodeMap code;
    private final PeripheralBus bus;
    private final IllegalAccessListener illegalAccess;
    private final GuestFault fault = new GuestFault();
    private final int[] mmu = new int[MmuTable.ENTRIES];
    private final boolean[] mapped = new boolean[MmuTable.ENTRIES];
    private final int[] dataAttributes = new int[8];
    private final int[] fetchAttributes = new int[8];
    private boolean cacheEnabled;
    private int closedWindows = 0x3f;
    private int flashPageShift = 16;
    private int psramPageShift = 15;

    /**
     * The map of a CPU.
     *
     * @param core 0 PRO, 1 APP
     */
    AddressSpace(int core, Backing layout, CodeMap code, PeripheralBus bus, IllegalAccessListener illegalAccess) {
        super(layout.words(), WINDOW, WINDOW_SIZE);
        this.core = core;
        this.layout = layout;
        this.code = code;
        this.bus = bus;
        this.illegalAccess = illegalAccess;
        mapLoads(ROM1_DATA, Backing.ROM1, Backing.ROM1_SIZE);
        mapRam(SRAM2_DATA, Backing.SRAM2, Backing.SRAM2_SIZE);
        mapRam(SRAM1_DATA, Backing.SRAM1, Backing.SRAM1_SIZE);
        mapFetches(0x40000000, Backing.ROM0, Backing.ROM0_SIZE);
        mapFetches(0x40060000, Backing.ROM1, Backing.ROM1_SIZE);
        mapFetches(0x40070000, Backing.SRAM0, Backing.SRAM0_SIZE);
        if (core == 0) {
            mapRam(RTC_FAST_DATA, Backing.RTC_FAST, Backing.RTC_SIZE);
            mapFetches(RTC_FAST_INSTRUCTION, Backing.RTC_FAST, Backing.RTC_SIZE);
        }
        for (MmuWindow window : MmuWindow.values()) {
            if (window.base >= INSTRUCTION_BUS) {
                mapFetchesTo(CLOSED, window.visible, window.base + MmuWindow.SIZE - window.visible);
            }
        }
        code.onPage(this::codePage);
        layout.onMove(this::backing);
    }

    private void mapRam(int address, int place, int size) {
        mapLoads(address, place, size);
        for (int at = 0; at < size; at += PAGE_SIZE) {
            mapStore(address + at, storeEntryOf(place + at));
        }
    }

    private void mapLoads(int address, int place, int size) {
        for (int at = 0; at < size; at += PAGE_SIZE) {
            mapLoad(address + at, entryOf(place + at));
        }
    }

    private void mapFetches(int address, int place, int size) {
        for (int at = 0; at < size; at += PAGE_SIZE) {
            mapFetch(address + at, entryOf(place + at));
        }
    }

    /** What the maps of loads and fetches hold for the page at a place. */
    private int entryOf(int place) {
        int frame = layout.frame(place);
        return frame >= 0 ? frame : absent(place);
    }

    private int storeEntryOf(int place) {
        int frame = layout.storableFrame(place);
        return frame >= 0 ? frame : absent(place);
    }

    @Override
    protected int bringIn(int place, boolean toStore) {
        return toStore ? layout.bringInToStore(place) : layout.bringIn(place);
    }

    /** What is changed from now on is no longer what a fork shares: stores to external RAM have to be noticed. */
    void forked() {
        for (int i = 0; i < MmuWindow.DRAM1.entries; i++) {
            if (mapped[MmuWindow.DRAM1.firstEntry + i]) {
                unmap(MmuWindow.DRAM1, i);
                map(MmuWindow.DRAM1, i);
            }
        }
    }

    private void mapFetchesTo(int entry, int address, int size) {
        for (int at = 0; at < size; at += PAGE_SIZE) {
            mapFetch(address + at, entry);
        }
    }

    // ---- the flash cache -----------------------------------------------------------------------------------------------

    /**
     * The cache was configured anew.
     *
     * @param enabled whether it serves its windows
     * @param closed the windows that are masked, by their bits in CACHE_CTRL1
     * @param flashPageSize of the MMU, in bytes
     * @param psramPageSize of the MMU, in bytes; those below 4 KiB, which nobody uses, count as 4 KiB
     */
    void cacheConfigured(boolean enabled, int closed, int flashPageSize, int psramPageSize) {
        int flashShift = Integer.numberOfTrailingZeros(flashPageSize);
        int psramShift = Math.max(Integer.numberOfTrailingZeros(psramPageSize), PAGE_SHIFT);
        if (enabled == cacheEnabled && closed == closedWindows && flashShift == flashPageShift && psramShift == psramPageShift) {
            return;
        }
        for (MmuWindow window : MmuWindow.values()) {
            boolean sameSize = window == MmuWindow.DRAM1 ? psramShift == psramPageShift : flashShift == flashPageShift;
            boolean stays = sameSize && open(window) == open(window, enabled, closed);
            if (!stays && open(window)) {
                for (int i = 0; i < window.entries; i++) {
                    unmap(window, i);
                }
            }
        }
        boolean wasEnabled = cacheEnabled;
        int wasClosed = closedWindows;
        boolean resized = flashShift != flashPageShift || psramShift != psramPageShift;
        cacheEnabled = enabled;
        closedWindows = closed;
        flashPageShift = flashShift;
        psramPageShift = psramShift;
        for (MmuWindow window : MmuWindow.values()) {
            if (open(window) && (resized || !open(window, wasEnabled, wasClosed))) {
                for (int i = 0; i < window.entries; i++) {
                    map(window, i);
                }
            }
        }
    }

    private boolean open(MmuWindow window) {
        return open(window, cacheEnabled, closedWindows);
    }

    private static boolean open(MmuWindow window, boolean enabled, int closed) {
        return enabled && (closed >>> window.cache.maskBit() & 1) == 0;
    }

    /** An entry of this CPU's MMU table was written. */
    void mmuEntry(int index, int value) {
        if (mmu[index] == value) {
            return;
        }
        mmu[index] = value;
        for (MmuWindow window : MmuWindow.values()) {
            int entry = index - window.firstEntry;
            if (entry >= 0 && entry < window.entries && open(window)) {
                unmap(window, entry);
                map(window, entry);
            }
        }
    }

    private void map(MmuWindow window, int entry) {
        int value = mmu[window.firstEntry + entry];
        if ((value & MmuTable.INVALID) != 0 || mapped[window.firstEntry + entry]) {
            return;
        }
        boolean psram = window == MmuWindow.DRAM1;
        int shift = psram ? psramPageShift : flashPageShift;
        int size = psram ? layout.psramSize() : layout.flashSize();
        if (size == 0) {
            return;
        }
        mapped[window.firstEntry + entry] = true;
        int start = psram ? layout.psram() : Backing.FLASH;
        for (int at = 0; at < 1 << shift; at += PAGE_SIZE) {
            int address = window.base + (entry << shift) + at;
            if (address < window.visible) {
                continue;
            }
            // Address lines beyond the chip's size are not connected.
            int place = start + (((value & 0xff) << shift) + at & size - 1);
            if (window.base >= INSTRUCTION_BUS) {
                mapFetch(address, entryOf(place));
            } else {
                mapLoad(address, entryOf(place));
                if (psram) {
                    mapStore(address, storeEntryOf(place));
                }
            }
        }
    }

    private void unmap(MmuWindow window, int entry) {
        if (!mapped[window.firstEntry + entry]) {
            return;
        }
        mapped[window.firstEntry + entry] = false;
        int shift = window == MmuWindow.DRAM1 ? psramPageShift : flashPageShift;
        for (int at = 0; at < 1 << shift; at += PAGE_SIZE) {
            int address = window.base + (entry << shift) + at;
            if (address < window.visible) {
                continue;
            }
            if (window.base >= INSTRUCTION_BUS) {
                mapFetch(address, CLOSED);
            } else {
                mapLoad(address, SLOW);
                mapStore(address, SLOW);
            }
        }
    }

    // ---- region protection ---------------------------------------------------------------------------------------------

    @Override
    protected void regionChanged(int region, int instruction, int data) {
        fetchAttributes[region] = instruction;
        dataAttributes[region] = data;
    }

    // ---- code ----------------------------------------------------------------------------------------------------------

    private void codePage(int page, boolean hasCode) {
        int offset = page << PAGE_SHIFT;
        int entry = hasCode ? SLOW : offset;
        if (offset >= Backing.SRAM1 && offset < Backing.SRAM1 + Backing.SRAM1_SIZE) {
            mapStore(SRAM1_DATA + offset - Backing.SRAM1, entry);
        } else if (core == 0 && offset >= Backing.RTC_FAST && offset < Backing.RTC_FAST + Backing.RTC_SIZE) {
            mapStore(RTC_FAST_DATA + offset - Backing.RTC_FAST, entry);
        }
    }

    @Override
    public void codeDecoded(int offset) {
        code.decoded(offset);
    }

    @Override
    public int fetchOffset(int address) {
        if (fetchAttributes[address >>> 29] == ATTRIBUTE_ILLEGAL) {
            throw fault.at(ExceptionCause.INST_FETCH_PROHIBITED, address);
        }
        int offset = instructionOffset(address);
        if (offset >= 0) {
            return offset;
        }
        if (isCached(address)) {
            illegalAccess.illegalAccess(core, MmuWindow.of(address).cache, address);
            throw fault.of(ExceptionCause.ILLEGAL_INSTRUCTION);
        }
        throw fault.at(ExceptionCause.INSTRUCTION_FETCH_ERROR, address);
    }

    @Override
    public int presentFetchOffset(int address) {
        return fetchAttributes[address >>> 29] == ATTRIBUTE_ILLEGAL ? SLOW : instructionOffset(address);
    }

    /** Where a word of the instruction bus lies, or a negative number. */
    private int instructionOffset(int address) {
        int entry = presentFetchEntry(address);
        if (entry >= 0) {
            return entry + (address & PAGE_SIZE - 1);
        }
        if (address >= SRAM1_INSTRUCTION && address < SRAM1_INSTRUCTION_END) {
            return Backing.SRAM1 + (SRAM1_INSTRUCTION_END - 4 - address);
        }
        if (inRtcSlow(address)) {
            return Backing.RTC_SLOW + address - RTC_SLOW;
        }
        return SLOW;
    }

    private static boolean inRtcSlow(int address) {
        return address >>> 13 == RTC_SLOW >>> 13;
    }

    private static boolean isCached(int address) {
        return address >= MmuWindow.IRAM0.visible && address < INSTRUCTION_BUS_END
                || address >= MmuWindow.DROM0.base && address < MmuWindow.DRAM1.base + MmuWindow.SIZE;
    }

    /** The place of the byte at an address, by whichever bus; negative where there is no memory. */
    int place(int address) {
        int data = placeOf(loadEntry(address), address);
        if (data >= 0) {
            return data;
        }
        int ram = ramOffset(address);
        if (ram >= 0) {
            return ram;
        }
        int code = placeOf(fetchEntry(address), address);
        if (code >= 0) {
            return code;
        }
        int word = instructionOffset(address & ~3);
        return word < 0 ? SLOW : word + (address & 3);
    }

    private int placeOf(int entry, int address) {
        int inPage = address & PAGE_SIZE - 1;
        return entry >= 0 ? layout.place(entry) + inPage : isAbsent(entry) ? absentPlace(entry) + inPage : SLOW;
    }

    // ---- accesses the maps do not answer --------------------------------------------------------------------------------

    @Override
    protected int slowLoad(int address, int width) {
        if (dataAttributes[address >>> 29] == ATTRIBUTE_ILLEGAL) {
            throw fault.at(ExceptionCause.LOAD_PROHIBITED, address);
        }
        boolean aligned = (address & width - 1) == 0;
        if (PeripheralBus.contains(address)) {
            if (!aligned) {
                throw fault.at(ExceptionCause.LOAD_STORE_ALIGNMENT, address);
            }
            return bus.read(address, width);
        }
        if (inRtcSlow(address)) {
            return aligned ? rtcSlow(address, width) : unalignedLoad(address, width);
        }
        if (address >= INSTRUCTION_BUS && address < INSTRUCTION_BUS_END) {
            return instructionBusLoad(address, width, aligned);
        }
        if (!aligned) {
            return unalignedLoad(address, width);
        }
        if (isCached(address)) {
            return closedLoad(address, width);
        }
        if (isRtcFast(address)) {
            return 0;
        }
        throw fault.at(ExceptionCause.LOAD_STORE_PIF_ADDRESS_ERROR, address);
    }

    /** RTC fast memory hangs on the PRO CPU's bus only; the APP CPU reads nothing there. */
    private static boolean isRtcFast(int address) {
        return address >>> 13 == RTC_FAST_DATA >>> 13;
    }

    private int closedLoad(int address, int width) {
        MmuWindow window = MmuWindow.of(address);
        if (window == MmuWindow.DRAM1 && layout.psramSize() == 0 && open(window)) {
            return 0;
        }
        illegalAccess.illegalAccess(core, window.cache, address);
        return width == 4 ? GARBAGE : GARBAGE & (1 << 8 * width) - 1;
    }

    private int rtcSlow(int address, int width) {
        int word = backingWord(Backing.RTC_SLOW + (address - RTC_SLOW & ~3));
        return width == 4 ? word : word >>> 8 * (address & 3) & (1 << 8 * width) - 1;
    }

    private int instructionBusLoad(int address, int width, boolean aligned) {
        if (width != 4) {
            throw fault.at(ExceptionCause.LOAD_STORE_ERROR, address);
        }
        if (!aligned) {
            throw fault.at(ExceptionCause.LOAD_STORE_ALIGNMENT, address);
        }
        int offset = instructionOffset(address);
        if (offset >= 0) {
            return backingWord(offset);
        }
        if (isCached(address)) {
            return closedLoad(address, width);
        }
        if (address >>> 13 == RTC_FAST_INSTRUCTION >>> 13) {
            return 0;
        }
        throw fault.at(ExceptionCause.LOAD_STORE_PIF_ADDRESS_ERROR, address);
    }

    /** The load/store unit aligns data-bus accesses by itself. */
    private int unalignedLoad(int address, int width) {
        int value = 0;
        for (int i = 0; i < width; i++) {
            value |= load8(address + i) << 8 * i;
        }
        return value;
    }

    @Override
    protected void slowStore(int address, int value, int width) {
        if (dataAttributes[address >>> 29] == ATTRIBUTE_ILLEGAL) {
            throw fault.at(ExceptionCause.STORE_PROHIBITED, address);
        }
        boolean aligned = (address & width - 1) == 0;
        if (PeripheralBus.contains(address)) {
            if (!aligned) {
                throw fault.at(ExceptionCause.LOAD_STORE_ALIGNMENT, address);
            }
            bus.write(address, value, width);
            return;
        }
        if (address >= INSTRUCTION_BUS && address < INSTRUCTION_BUS_END) {
            instructionBusStore(address, value, width, aligned);
            return;
        }
        if (!aligned) {
            for (int i = 0; i < width; i++) {
                store8(address + i, value >>> 8 * i);
            }
            return;
        }
        int offset = ramOffset(address);
        if (offset >= 0) {
            storeBacking(offset, value, width);
        } else if (isCached(address)) {
            closedStore(address);
        } else if (!isRtcFast(address) && !isMaskRom(address)) {
            throw fault.at(ExceptionCause.LOAD_STORE_PIF_ADDRESS_ERROR, address);
        }
    }

    /** Stores to flash vanish; through a window that is closed they are illegal besides. */
    private void closedStore(int address) {
        MmuWindow window = MmuWindow.of(address);
        if (!open(window) || window == MmuWindow.DRAM1 && layout.psramSize() != 0) {
            illegalAccess.illegalAccess(core, window.cache, address);
        }
    }

    private static boolean isMaskRom(int address) {
        return address >>> 16 == ROM1_DATA >>> 16;
    }

    /** Data-bus RAM that can be slow because code was decoded from it, and RTC slow memory; otherwise negative. */
    private int ramOffset(int address) {
        if (address >= SRAM1_DATA && address < SRAM1_DATA + Backing.SRAM1_SIZE) {
            return Backing.SRAM1 + address - SRAM1_DATA;
        }
        if (address >= SRAM2_DATA && address < SRAM2_DATA + Backing.SRAM2_SIZE) {
            return Backing.SRAM2 + address - SRAM2_DATA;
        }
        if (core == 0 && isRtcFast(address)) {
            return Backing.RTC_FAST + address - RTC_FAST_DATA;
        }
        return inRtcSlow(address) ? Backing.RTC_SLOW + address - RTC_SLOW : SLOW;
    }

    private void instructionBusStore(int address, int value, int width, boolean aligned) {
        if (width != 4) {
            throw fault.at(ExceptionCause.LOAD_STORE_ERROR, address);
        }
        if (!aligned) {
            throw fault.at(ExceptionCause.LOAD_STORE_ALIGNMENT, address);
        }
        int offset = instructionOffset(address);
        if (offset >= 0 && offset < Backing.RAM_SIZE) {
            storeBacking(offset, value, 4);
        } else if (offset < 0 && isCached(address)) {
            closedStore(address);
        } else if (offset < 0 && address >>> 13 != RTC_FAST_INSTRUCTION >>> 13) {
            throw fault.at(ExceptionCause.LOAD_STORE_PIF_ADDRESS_ERROR, address);
        }
    }

    private void storeBacking(int offset, int value, int width) {
        backing(offset, value, width);
        if (code.hasCode(offset >>> PAGE_SHIFT)) {
            code.changed(offset, width);
        }
    }
}
