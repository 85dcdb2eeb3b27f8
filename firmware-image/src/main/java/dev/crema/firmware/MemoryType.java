package dev.crema.firmware;

import java.util.Arrays;
import java.util.List;

/**
 * The kinds of memory an ESP32 image loads into, with the names and ranges that esptool gives them (they overlap: the space
 * that is byte-accessible contains the data RAM). Ranges: ESP32 Technical Reference Manual, section 1.3.
 */
public enum MemoryType {
    PADDING("PADDING", 0x0000_0000, 0x0001_0000),
    DROM("DROM", 0x3F40_0000, 0x3F80_0000),
    EXTRAM_DATA("EXTRAM_DATA", 0x3F80_0000, 0x3FC0_0000),
    RTC_DRAM("RTC_DRAM", 0x3FF8_0000, 0x3FF8_2000),
    BYTE_ACCESSIBLE("BYTE_ACCESSIBLE", 0x3FF9_0000, 0x4000_0000),
    DRAM("DRAM", 0x3FFA_E000, 0x4000_0000),
    DIRAM_DRAM("DIRAM_DRAM", 0x3FFE_0000, 0x3FFF_FFFC),
    MASK_ROM("IROM", 0x4000_0000, 0x4007_0000),
    CACHE_PRO("CACHE_PRO", 0x4007_0000, 0x4007_8000),
    CACHE_APP("CACHE_APP", 0x4007_8000, 0x4008_0000),
    IRAM("IRAM", 0x4008_0000, 0x400A_0000),
    DIRAM_IRAM("DIRAM_IRAM", 0x400A_0000, 0x400B_FFFC),
    RTC_IRAM("RTC_IRAM", 0x400C_0000, 0x400C_2000),
    IROM("IROM", 0x400D_0000, 0x4040_0000),
    RTC_DATA("RTC_DATA", 0x5000_0000, 0x5000_2000);

    private final String esptoolName;
    private final int start;
    private final int end;

    MemoryType(String esptoolName, int start, int end) {
        this.esptoolName = esptoolName;
        this.start = start;
        this.end = end;
    }

    /** The name esptool prints. */
    public String esptoolName() {
        return esptoolName;
    }

    /** Whether an address lies in this memory. */
    public boolean contains(int address) {
        return Integer.compareUnsigned(start, address) <= 0 && Integer.compareUnsigned(address, end) < 0;
    }

    /** All kinds that an address lies in, in esptool's order; empty if no image can load there. */
    public static List<MemoryType> of(int address) {
        return Arrays.stream(values()).filter(type -> type.contains(address)).toList();
    }

    /** Whether an address is in flash as the caches map it, so that a segment there is mapped and not copied. */
    public static boolean isFlashMapped(int address) {
        return DROM.contains(address) || IROM.contains(address);
    }
}
