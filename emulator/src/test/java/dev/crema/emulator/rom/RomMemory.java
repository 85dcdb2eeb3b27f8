package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.ExceptionCause;
import dev.crema.emulator.xtensa.GuestFault;
import dev.crema.emulator.xtensa.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * What a ROM function sees of a chip: the ROM, internal RAM with an instruction bus that takes words only, and peripherals that
 * are storage and remember what was done to them.
 */
final class RomMemory extends Memory {
    static final int DRAM = 0x3FFAE000;
    static final int DRAM_SIZE = 0x52000;
    static final int IRAM = 0x40080000;
    static final int IRAM_SIZE = 0x20000;

    private static final int WINDOW = 0x3FF00000;
    private static final int WINDOW_SIZE = 0x1C0000;
    private static final int IRAM_OFFSET = DRAM_SIZE;
    private static final int ROM0_OFFSET = IRAM_OFFSET + IRAM_SIZE;
    private static final int ROM1_OFFSET = ROM0_OFFSET + MaskRom.ROM0_SIZE;
    private static final int SIZE = ROM1_OFFSET + MaskRom.ROM1_SIZE;

    /** The words of the peripherals; what is not there is 0. */
    final SortedMap<Integer, Integer> registers = new TreeMap<>();
    /** The stores into peripherals, in order. */
    final List<String> stores = new ArrayList<>();
    /** What a store into a register does besides. */
    final Map<Integer, IntConsumer> reactions = new HashMap<>();
    private final GuestFault fault = new GuestFault();

    RomMemory(MaskRom rom) {
        super(new int[Integer.highestOneBit(SIZE - 1) * 2 / Integer.BYTES], WINDOW, WINDOW_SIZE);
        copy(rom.rom0(), ROM0_OFFSET);
        copy(rom.rom1(), ROM1_OFFSET);
        for (int at = 0; at < DRAM_SIZE; at += PAGE_SIZE) {
            mapLoad(DRAM + at, at);
            mapStore(DRAM + at, at);
        }
        for (int at = 0; at < IRAM_SIZE; at += PAGE_SIZE) {
            mapFetch(IRAM + at, IRAM_OFFSET + at);
        }
        for (int at = 0; at < MaskRom.ROM0_SIZE; at += PAGE_SIZE) {
            mapFetch(MaskRom.ROM0_ADDRESS + at, ROM0_OFFSET + at);
        }
        for (int at = 0; at < MaskRom.ROM1_SIZE; at += PAGE_SIZE) {
            mapFetch(MaskRom.ROM1_ADDRESS + at, ROM1_OFFSET + at);
            mapLoad(MaskRom.ROM1_DATA_ADDRESS + at, ROM1_OFFSET + at);
        }
    }

    /** The first address of RAM at which another memory differs, or 0; a part of the data bus's RAM is left out. */
    int firstDifference(RomMemory other, int from, int to) {
        long before = MemorySegment.mismatch(bytes(), 0, from - DRAM, other.bytes(), 0, from - DRAM);
        if (before >= 0) {
            return DRAM + (int) before;
        }
        long behind = MemorySegment.mismatch(bytes(), to - DRAM, ROM0_OFFSET, other.bytes(), to - DRAM, ROM0_OFFSET);
        if (behind < 0) {
            return 0;
        }
        int offset = to - DRAM + (int) behind;
        return offset < DRAM_SIZE ? DRAM + offset : IRAM + offset - IRAM_OFFSET;
    }

    /** Takes over the contents of another memory's RAM. */
    void copyRam(RomMemory other) {
        MemorySegment.copy(other.bytes(), 0, bytes(), 0, ROM0_OFFSET);
    }

    /** Sets RAM, on either bus. */
    void put(int address, byte... bytes) {
        int offset = within(address, IRAM, IRAM_SIZE) ? address - IRAM + IRAM_OFFSET : address - DRAM;
        copy(bytes, offset);
    }

    private void copy(byte[] from, int offset) {
        MemorySegment.copy(from, 0, bytes(), ValueLayout.JAVA_BYTE, offset, from.length);
    }

    private static boolean within(int address, int from, int size) {
        return Integer.compareUnsigned(address - from, size) < 0;
    }

    private static boolean isPeripheral(int address) {
        return within(address, 0x3FF00000, 0x80000) || within(address, 0x60000000, 0x40000);
    }

    private int wordOffset(int address, int width, ExceptionCause cause) {
        boolean iram = within(address, IRAM, IRAM_SIZE);
        if (!iram && !(cause == ExceptionCause.LOAD_PROHIBITED && within(address, 0x40000000, 0x70000))) {
            throw fault.at(cause, address);
        }
        if (width != 4 || (address & 3) != 0) {
            throw fault.at(ExceptionCause.LOAD_STORE_ERROR, address);
        }
        return iram ? address - IRAM + IRAM_OFFSET : address - MaskRom.ROM0_ADDRESS + ROM0_OFFSET;
    }

    @Override
    protected int slowLoad(int address, int width) {
        if (isPeripheral(address)) {
            return registers.getOrDefault(address, 0);
        }
        if (within(address, DRAM, DRAM_SIZE) && within(address + width - 1, DRAM, DRAM_SIZE)) {
            int value = 0;
            for (int i = width - 1; i >= 0; i--) {
                value = value << 8 | load8(address + i);
            }
            return value;
        }
        return backingWord(wordOffset(address, width, ExceptionCause.LOAD_PROHIBITED));
    }

    @Override
    protected void slowStore(int address, int value, int width) {
        if (isPeripheral(address)) {
            registers.put(address, value);
            stores.add("%08x=%08x".formatted(address, value));
            IntConsumer reaction = reactions.get(address);
            if (reaction != null) {
                reaction.accept(value);
            }
        } else if (within(address, DRAM, DRAM_SIZE) && within(address + width - 1, DRAM, DRAM_SIZE)) {
            for (int i = 0; i < width; i++) {
                store8(address + i, value >>> 8 * i);
            }
        } else {
            backingWord(wordOffset(address, width, ExceptionCause.STORE_PROHIBITED), value);
        }
    }

    @Override
    public int fetchOffset(int address) {
        int entry = fetchEntry(address);
        if (entry < 0) {
            throw fault.at(ExceptionCause.INST_FETCH_PROHIBITED, address);
        }
        return entry + (address & PAGE_SIZE - 1);
    }

    @Override
    public void codeDecoded(int offset) {
        // Nothing here changes code that has run.
    }
}
