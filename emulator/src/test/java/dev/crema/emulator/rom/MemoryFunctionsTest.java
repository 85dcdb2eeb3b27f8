package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.xtensa.ExceptionCause;
import org.junit.jupiter.api.Test;

class MemoryFunctionsTest {
    private static final int MEMCPY = 0x4000C2C8;
    private static final int MEMMOVE = 0x4000C3C0;
    private static final int MEMSET = 0x4000C44C;
    private static final int A = 0x3FFB0FF9;
    private static final int B = 0x3FFB2FFE;

    private final RomGuest guest = RomGuest.java();

    private void assertFault(ExceptionCause cause, int address) {
        assertTrue(guest.faulted());
        assertEquals("cause %d at %08x".formatted(cause.number(), address), guest.fault());
    }

    @Test
    void copiesAcrossPages() {
        String text = "0123456789abcdef".repeat(1000);
        guest.put(B, text);
        assertEquals(A, guest.call(MEMCPY, A, B, text.length() + 1));
        assertEquals(text, guest.text(A));
    }

    @Test
    void movesUpAndDown() {
        guest.put(A, "0123456789");
        guest.call(MEMMOVE, A + 2, A, 11);
        assertEquals("0123456789", guest.text(A + 2));
        guest.call(MEMMOVE, A, A + 4, 9);
        assertEquals("23456789", guest.text(A));
    }

    @Test
    void fillsAndComparesAndSearches() {
        guest.call(MEMSET, A, 0x100 | 'x', 20);
        guest.call(0x4000C1F4, A + 10, 1);
        assertEquals("xxxxxxxxxx", guest.text(A));
        guest.put(B, "xxxxy");
        assertEquals('x' - 'y', guest.call(0x4000C260, A, B, 9));
        assertEquals(0, guest.call(0x4000C260, A, B, 4));
        assertEquals(B + 4, guest.call(0x4000C244, B, 'y', 10));
        assertEquals(B + 3, guest.call(0x4000C400, B, 'x', 5));
        assertEquals(A + 5, guest.call(0x4000C220, A, B, 'y', 10));
    }

    @Test
    void instructionMemoryTakesWords() {
        guest.put(B, "wordswords12");
        guest.call(MEMCPY, RomMemory.IRAM, B, 12);
        guest.call(MEMCPY, A, RomMemory.IRAM, 12);
        assertEquals(0x64726F77, guest.memory.load32(RomMemory.IRAM));
        guest.call(MEMSET, RomMemory.IRAM + 4, 0x55, 4);
        assertEquals(0x55555555, guest.memory.load32(RomMemory.IRAM + 4));
    }

    @Test
    void instructionMemoryTakesNoOctets() {
        guest.call(MEMCPY, RomMemory.IRAM, B, 13);
        assertFault(ExceptionCause.LOAD_STORE_ERROR, RomMemory.IRAM + 12);
        guest.call(MEMMOVE, RomMemory.IRAM, B, 4);
        assertFault(ExceptionCause.LOAD_STORE_ERROR, RomMemory.IRAM);
    }

    @Test
    void nullPointersFaultAtTheFunction() {
        guest.call(MEMCPY, 0, B, 4);
        assertFault(ExceptionCause.STORE_PROHIBITED, 0);
        guest.call(0x400014C0, 0);
        assertFault(ExceptionCause.LOAD_PROHIBITED, 0);
    }

    @Test
    void takesAboutTheTimeOfTheRealLoops() {
        guest.call(MEMCPY, 0x3FFB0000, 0x3FFC0000, 16000);
        assertTrue(guest.cycles() > 8_000 && guest.cycles() < 16_000, () -> guest.cycles() + " cycles");
    }
}
