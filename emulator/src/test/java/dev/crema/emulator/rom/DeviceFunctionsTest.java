package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What functions do to registers: caches, pads, resets, eFuses. */
class DeviceFunctionsTest {
    private final RomGuest guest = RomGuest.java();

    private List<String> storesOf(int function, int... arguments) {
        guest.memory.stores.clear();
        guest.call(function, arguments);
        return List.copyOf(guest.memory.stores);
    }

    private void register(int address, int value) {
        guest.memory.registers.put(address, value);
    }

    @Test
    void mmuEntriesOfFlash() {
        // The window 0x3F400000 begins with entry 0, 0x400D0000 is entry 77; flash page 3 is 0x30000.
        assertEquals(List.of("3ff0005c=0000003f", "3ff00044=0000003f", "3ff10008=00000003", "3ff1000c=00000004",
                "3ff00044=00000000", "3ff0005c=00000000", "3ff00044=00000000"),
                storesOf(0x400095E0, 0, 0, 0x3F420000, 0x30000, 64, 2));
        assertEquals(0, guest.core.a(10));
        guest.call(0x400095E0, 1, 0, 0x400D0000, 0x10000, 64, 1);
        assertEquals(1, guest.memory.registers.get(0x3FF12000 + 4 * 77));
    }

    @Test
    void mmuEntriesOfExternalRam() {
        guest.call(0x400097F4, 0, 0, 0x3F808000, 0x10000, 32, 1);
        assertEquals(2, guest.memory.registers.get(0x3FF10000 + 4 * 1153));
    }

    @Test
    void impossibleMappings() {
        assertEquals(1, guest.call(0x400095E0, 0, 0, 0x3F400000, 0x1000, 64, 1), "not aligned");
        assertEquals(3, guest.call(0x400095E0, 0, 0, 0x3F400000, 0, 8, 1), "no such page size");
        assertEquals(5, guest.call(0x400095E0, 0, 0, 0x3FFB0000, 0, 64, 1), "no window");
    }

    @Test
    void cacheIsFlushedAndEnabled() {
        register(0x3FF00040, 1 << 5);
        assertEquals(List.of("3ff00040=00000020", "3ff00040=00000030", "3ff00040=00000020"), storesOf(0x40009A14, 0));
        assertEquals(List.of("3ff43050=00000001", "3ff00040=00000028"), storesOf(0x40009A84, 0));
        assertEquals(List.of("3ff00040=00000020", "3ff43050=00000000"), storesOf(0x40009AB8, 0));
    }

    @Test
    void matrix() {
        assertEquals(List.of("3ff44168=000000d5"), storesOf(0x40009EDC, 21, 14, 1));
        assertEquals(List.of("3ff44130=00000034"), storesOf(0x40009EDC, 0x34, 0, 0));
        assertEquals(List.of("3ff44030=00000002", "3ff445b4=00000a05"), storesOf(0x40009F0C, 33, 5, 1, 1));
        assertEquals(List.of(), storesOf(0x40009F0C, 40, 5, 1, 1));
    }

    @Test
    void pads() {
        register(0x3FF49088, 0xFFFF);
        assertEquals(List.of("3ff49088=0000afff"), storesOf(0x40009FDC, 1));
        assertEquals(List.of("3ff49088=0000af7f", "3ff49088=0000af7f"), storesOf(0x4000A22C, 1), "pull-up of GPIO 1");
        register(0x3FF48484, 0);
        assertEquals(List.of("3ff48484=00000000", "3ff48484=10000000"), storesOf(0x4000A348, 25), "pull-down of GPIO 25");
        assertEquals(List.of(), storesOf(0x4000A348, 36), "GPIO 36 has none");
        assertEquals(List.of("3ff48484=50000000"), storesOf(0x4000A11C, 25, 1), "drive strength 1 of GPIO 25");
    }

    @Test
    void resets() {
        register(0x3FF48034, 12 << 6 | 5);
        assertEquals(5, guest.call(0x400081D4, 0));
        assertEquals(12, guest.call(0x400081D4, 1));
        assertEquals(List.of("3ff48000=80000000"), storesOf(0x4000824C));
        register(0x3FF48000, 0);
        assertEquals(List.of("3ff48000=00000010"), storesOf(0x40008264, 1));
    }

    @Test
    void interruptMatrix() {
        assertEquals(List.of("3ff00270=0000000c"), storesOf(0x4000681C, 1, 22, 12));
    }

    @Test
    void padsOfFlashAreNamedByEfuses() {
        assertEquals(0, guest.call(0x40008658));
        register(0x3FF5A014, 31 << 15 | 8 << 10 | 7 << 5 | 6);
        register(0x3FF5A00C, 9 << 4);
        assertEquals(6 | 7 << 6 | 8 << 12 | 33 << 18 | 9 << 24, guest.call(0x40008658));
    }

    @Test
    void crystal() {
        register(0x3FF480B4, 0x26252625);
        assertEquals(0x2625 << 12, guest.call(0x40008588));
        register(0x3FF480B4, 0);
        assertEquals(40_000_000, guest.call(0x40008588));
    }

    @Test
    void delays() {
        guest.call(0x40008550, 240);
        guest.call(0x40008534, 1000);
        assertTrue(guest.cycles() >= 240_000 && guest.cycles() < 240_100, () -> guest.cycles() + " cycles");
        guest.call(0x40008534, 0);
        assertTrue(guest.cycles() < 50);
    }
}
