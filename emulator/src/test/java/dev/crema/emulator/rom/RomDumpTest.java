package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RomDumpTest {
    private static final int FIRST_WORD = 0x1049C500;
    private static final byte MARK = 0x77;

    @TempDir
    private Path folder;

    private static byte[] plain(int rom0, int rom1) {
        byte[] bytes = new byte[MaskRom.ROM0_SIZE + MaskRom.ROM1_SIZE];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(rom0, FIRST_WORD);
        bytes[rom1] = MARK;
        return bytes;
    }

    @Test
    void plainBytesInEitherOrder() {
        RomDump rom0First = RomDump.of(ByteView.of("rom.bin", plain(0, MaskRom.ROM0_SIZE)));
        RomDump rom1First = RomDump.of(ByteView.of("rom.bin", plain(MaskRom.ROM1_SIZE, 0)));
        assertEquals(MARK, rom0First.rom1()[0]);
        assertArrayEquals(rom0First.rom0(), rom1First.rom0());
        assertArrayEquals(rom0First.rom1(), rom1First.rom1());
    }

    @Test
    void anythingElseIsRefused() {
        FirmwareException wrongSize = assertThrows(FirmwareException.class,
                () -> RomDump.of(ByteView.of("rom.bin", new byte[1000])));
        assertEquals("rom.bin has 1000 bytes and is no ELF file: a dump of the mask ROM has 458752 (384 KiB from 0x40000000,"
                + " then 64 KiB from 0x3FF90000)", wrongSize.getMessage());
        FirmwareException wrongBytes = assertThrows(FirmwareException.class,
                () -> RomDump.of(ByteView.of("rom.bin", new byte[MaskRom.ROM0_SIZE + MaskRom.ROM1_SIZE])));
        assertTrue(wrongBytes.getMessage().startsWith("rom.bin is not the mask ROM of an ESP32: it begins with 0x00000000"));
    }

    /** The table of PHY functions is in the ELF file only as what RAM begins with; the start-up takes it from the ROM. */
    @Test
    void elfFileGivesTheDataThatStartUpCopies() {
        ByteBuffer rom0 = ByteBuffer.wrap(RealRom.get().rom0()).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0x3FFAE0C4, rom0.getInt(0xD6C0), "rom_phyFuns");
        assertEquals(0x40002F6C, rom0.getInt(0xD6C4), "its first member");
        assertEquals(0x00200000, rom0.getInt(0xD874), "the flash chip's size");
    }

    @Test
    void functionsAreNotReplaced() {
        assertTrue(RomDump.of(ByteView.of("rom.bin", plain(0, MaskRom.ROM0_SIZE))).function(0x4000C2C8).isEmpty());
    }

    @Test
    void dumpsAreFoundWhereToolsKeepThem() throws Exception {
        Path idf = folder.resolve("idf/tools/esp-rom-elfs");
        Path cargo = folder.resolve("cargo/registry/src/index-1/espflash-4.3.0/resources/roms");
        Path old = touch(idf.resolve("20220823/esp32_rev0_rom.elf"));
        Path recent = touch(idf.resolve("20241011/esp32_rev0_rom.elf"));
        Path ofCargo = touch(cargo.resolve("esp32_rev300_rom.elf"));
        RomFinder finder = RomFinder.in(folder.resolve("idf"), folder.resolve("cargo"));
        assertEquals(Optional.of(recent), finder.find(1));
        assertEquals(Optional.of(ofCargo), finder.find(3));
        Files.delete(recent);
        assertEquals(Optional.of(old), finder.find(0));
        assertEquals(Optional.empty(), RomFinder.in(folder.resolve("none"), folder.resolve("none")).find(3));
    }

    private static Path touch(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
