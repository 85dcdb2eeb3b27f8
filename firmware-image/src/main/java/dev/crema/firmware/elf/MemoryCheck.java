package dev.crema.firmware.elf;

import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.FlashSize;
import dev.crema.firmware.MemoryType;
import java.util.List;

/** Checks that a program lies where an ESP32 has memory that can be loaded; a program for one of its relatives does not. */
final class MemoryCheck {
    /** Where ESP32-S2 and ESP32-S3, the other chips with Xtensa cores, map flash. */
    private static final int S3_FLASH_CODE = 0x4200_0000;
    private static final int S3_FLASH_DATA = 0x3C00_0000;
    private static final int S2_FLASH_DATA = 0x3F00_0000;
    private static final int FLASH_WINDOW = 0x0100_0000;

    private MemoryCheck() {
    }

    /** Checks what the program says of itself, and that it is not larger than any flash, before its parts are gathered. */
    static void checkFile(ElfFile elf) {
        EspHalMetadata.of(elf).chipName().filter(chip -> !chip.equals("esp32")).ifPresent(chip -> {
            throw new FirmwareException("%s is built for the chip \"%s\", not for the esp32; build it for the esp32.",
                    elf.name(), chip);
        });
        long size = elf.sections().stream().filter(section -> section.address() != 0)
                .mapToLong(section -> section.data().size()).sum();
        size = Math.max(size, elf.segments().stream().mapToLong(segment -> segment.data().size()).sum());
        if (size > FlashSize.MB_128.bytes()) {
            throw new FirmwareException("%s has %d bytes to load, more than the largest flash holds; build it again.",
                    elf.name(), size);
        }
    }

    static void check(ElfFile elf, List<LoadSegment> segments) {
        if (segments.isEmpty()) {
            throw new FirmwareException("%s contains nothing to load into an ESP32; give the ELF file that the linker leaves.",
                    elf.name());
        }
        for (LoadSegment segment : segments) {
            List<MemoryType> types = MemoryType.of(segment.address());
            if (types.isEmpty() || types.contains(MemoryType.MASK_ROM)) {
                throw new FirmwareException("%s puts section %s at 0x%08x, where an ESP32 has %s; build it for the ESP32%s.",
                        elf.name(), segment.name(), segment.address(), types.isEmpty() ? "no memory to load" : "its mask ROM",
                        isFor(segment.address()));
            }
            if (segment.isFlashMapped() && segment.address() % 4 != 0) {
                throw new FirmwareException("%s puts section %s at 0x%08x in flash, which is not a multiple of 4; "
                        + "correct its linker script.", elf.name(), segment.name(), segment.address());
            }
        }
    }

    private static String isFor(int address) {
        if (within(address, S3_FLASH_CODE) || within(address, S3_FLASH_DATA)) {
            return " (this looks like an ESP32-S3 program)";
        }
        return within(address, S2_FLASH_DATA) ? " (this looks like an ESP32-S2 program)" : "";
    }

    private static boolean within(int address, int start) {
        return address >= start && address - start < FLASH_WINDOW;
    }
}
