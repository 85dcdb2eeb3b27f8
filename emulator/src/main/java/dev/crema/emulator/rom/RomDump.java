package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.HostFunction;
import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FirmwareFiles;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ElfSection;
import dev.crema.firmware.elf.ElfSegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The mask ROM of a real chip, executed as it is. Known are the ELF files that Espressif publishes and that come with its tools,
 * and plain bytes: ROM 0 and ROM 1 in either order.
 */
public final class RomDump implements MaskRom {
    /** The ROM begins with the vector for window overflow of four registers: S32E a0, a5, -16 and what follows. */
    private static final int FIRST_WORD = 0x1049C500;
    private static final int SIZE = ROM0_SIZE + ROM1_SIZE;

    /**
     * The tables by which the ROM's start-up and the Bluetooth driver fill RAM: {from, to, source}. The ELF files hold these data
     * only where they are in RAM, not where they are in the ROM.
     */
    private static final int BLUETOOTH_DATA_TABLE = 0x4000D4EC;
    private static final int DATA_TABLE = 0x4000D4F8;
    private static final int DATA_TABLE_ENTRIES = 13;
    private static final int DATA_TABLE_ENTRY_SIZE = 16;

    private final byte[] rom;

    private RomDump(byte[] rom) {
        this.rom = rom;
    }

    /**
     * Reads a file.
     *
     * @throws FirmwareException if there is no such file or it is no ROM of an ESP32
     */
    public static RomDump read(Path path) {
        return of(FirmwareFiles.read(path));
    }

    /**
     * Takes the bytes of a file.
     *
     * @throws FirmwareException if they are no ROM of an ESP32
     */
    public static RomDump of(ByteView file) {
        RomDump dump = ElfFile.startsAt(file) ? ofElf(file) : ofBytes(file);
        int first = ByteView.of("ROM", dump.rom).i32(0);
        if (first != FIRST_WORD) {
            throw new FirmwareException("%s is not the mask ROM of an ESP32: it begins with 0x%08x where the ROM has 0x%08x;"
                    + " take esp32_rev0_rom.elf or esp32_rev300_rom.elf of Espressif's esp-rom-elfs", file.name(), first, FIRST_WORD);
        }
        return dump;
    }

    private static RomDump ofBytes(ByteView file) {
        if (file.size() != SIZE) {
            throw new FirmwareException("%s has %d bytes and is no ELF file: a dump of the mask ROM has %d (384 KiB from 0x40000000,"
                    + " then 64 KiB from 0x3FF90000)", file.name(), file.size(), SIZE);
        }
        boolean rom1First = file.i32(0) != FIRST_WORD && file.i32(ROM1_SIZE) == FIRST_WORD;
        byte[] rom = new byte[SIZE];
        file.slice(rom1First ? ROM1_SIZE : 0, ROM0_SIZE).copyTo(rom, 0);
        file.slice(rom1First ? 0 : ROM0_SIZE, ROM1_SIZE).copyTo(rom, ROM0_SIZE);
        return new RomDump(rom);
    }

    private static RomDump ofElf(ByteView file) {
        ElfFile elf = ElfFile.parse(file);
        byte[] rom = new byte[SIZE];
        for (ElfSegment segment : elf.segments()) {
            put(rom, segment.physicalAddress(), segment.data());
        }
        ByteView bytes = ByteView.of("ROM", rom);
        putData(rom, bytes, BLUETOOTH_DATA_TABLE, elf);
        for (int i = 0; i < DATA_TABLE_ENTRIES; i++) {
            putData(rom, bytes, DATA_TABLE + i * DATA_TABLE_ENTRY_SIZE, elf);
        }
        return new RomDump(rom);
    }

    /** Puts the initial contents of RAM where an entry of a table says that they are taken from. */
    private static void putData(byte[] rom, ByteView bytes, int entry, ElfFile elf) {
        int from = bytes.i32(MaskRom.offset(entry));
        int source = bytes.i32(MaskRom.offset(entry) + 8);
        for (ElfSection section : elf.sections()) {
            if (section.type() == ElfSection.PROGBITS && section.size() != 0 && section.address() == from) {
                put(rom, source, section.data());
            }
        }
    }

    /** Puts bytes at an address if they are within the ROM; an ELF file describes RAM too. */
    private static void put(byte[] rom, int address, ByteView data) {
        long offset = Integer.toUnsignedLong(address - ROM0_ADDRESS);
        if (offset + data.size() <= rom.length) {
            data.copyTo(rom, (int) offset);
        }
    }

    @Override
    public byte[] rom0() {
        return Arrays.copyOf(rom, ROM0_SIZE);
    }

    @Override
    public byte[] rom1() {
        return Arrays.copyOfRange(rom, ROM0_SIZE, rom.length);
    }

    @Override
    public Optional<HostFunction> function(int address) {
        return Optional.empty();
    }

    @Override
    public Optional<HostFunction> appCpuFunction(int address) {
        return AppCpuRom.at(address);
    }
}
