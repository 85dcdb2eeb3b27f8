package dev.crema.emulator.debug;

/** What an address that caused a fault tells (ESP32 TRM, section 1.3, "Address Mapping"). */
final class AddressKind {
    /** Members of a structure at address 0 lie below this. */
    private static final int NULL_PAGE = 0x1000;

    private AddressKind() {
    }

    /** A few words for a person who looks for the cause. */
    static String describe(int address) {
        if (Integer.compareUnsigned(address, NULL_PAGE) < 0) {
            return address == 0 ? "a null pointer" : "a null pointer plus %d".formatted(address);
        }
        return switch (address) {
            // Patterns that ESP-IDF's heap and FreeRTOS fill memory with.
            case 0xfefefefe -> "read from memory that had been freed (heap poisoning)";
            case 0xcececece -> "read from memory that had not been initialised (heap poisoning)";
            case 0xa5a5a5a5 -> "read from a stack that had not been used (FreeRTOS)";
            default -> region(address);
        };
    }

    private static String region(int address) {
        if (within(address, 0x3f400000, 0x3f800000)) {
            return "data in flash, which cannot be written";
        } else if (within(address, 0x3f800000, 0x3fc00000)) {
            return "external RAM (PSRAM)";
        } else if (within(address, 0x3ff00000, 0x3ff80000) || within(address, 0x60000000, 0x60040000)) {
            return "peripheral registers";
        } else if (within(address, 0x3ff80000, 0x3ff82000) || within(address, 0x400c0000, 0x400c2000)) {
            return "RTC fast memory, of the PRO CPU only";
        } else if (within(address, 0x3ff90000, 0x3ffa0000) || within(address, 0x40000000, 0x40070000)) {
            return "the mask ROM";
        } else if (within(address, 0x3ffae000, 0x40000000)) {
            return "internal RAM";
        } else if (within(address, 0x40070000, 0x400c0000)) {
            return "instruction RAM, which takes aligned words only";
        } else if (within(address, 0x400c2000, 0x40c00000)) {
            return "code in flash, which takes aligned word reads only";
        } else if (within(address, 0x50000000, 0x50002000)) {
            return "RTC slow memory";
        }
        return "no memory: a wild pointer";
    }

    private static boolean within(int address, int start, int end) {
        return Integer.compareUnsigned(address, start) >= 0 && Integer.compareUnsigned(address, end) < 0;
    }
}
