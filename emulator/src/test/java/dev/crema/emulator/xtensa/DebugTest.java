package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebugTest {
    private static final int VECTOR = Guest.VECTORS + 0x280;

    @Test
    void instructionBreakpointIsRaisedBeforeItsInstruction() {
        Guest guest = new Guest("nop\n addi a2, a2, 1\n here: addi a2, a2, 1\n done: nop");
        guest.core.a(2, 0);
        guest.core.special(SpecialRegister.IBREAKA1, guest.label("here"));
        guest.core.special(SpecialRegister.IBREAKENABLE, 2);
        guest.runTo(VECTOR, 100);
        assertEquals(2, guest.special(SpecialRegister.DEBUGCAUSE));
        assertEquals(guest.label("here"), guest.special(SpecialRegister.EPC6));
        assertEquals(1, guest.a(2));
    }

    @Test
    void icountStopsAfterItsNumberOfInstructions() {
        Guest guest = new Guest("addi a2, a2, 1\n".repeat(10) + "done: nop");
        guest.core.a(2, 0);
        guest.core.special(SpecialRegister.ICOUNT, -4);
        guest.core.special(SpecialRegister.ICOUNTLEVEL, 1);
        guest.runTo(VECTOR, 100);
        assertEquals(1, guest.special(SpecialRegister.DEBUGCAUSE));
        assertEquals(3, guest.a(2));
        assertEquals(Guest.ORIGIN + 9, guest.special(SpecialRegister.EPC6));
    }

    @ParameterizedTest
    @CsvSource({"s32i, 0, 32", "s32i, 28, 32", "s8i, 31, 32", "s16i, 0, 32", "l32i, 4, 32", "l8ui, 0, 1", "s32i, 0, 4"})
    void accessToWatchedBytesIsRaisedBeforeItHappens(String instruction, int offset, int size) {
        Guest guest = new Guest("here: " + instruction + " a2, a1, " + offset + "\n done: nop");
        guest.core.a(2, -1);
        guest.core.special(SpecialRegister.DBREAKA1, Guest.STACK);
        guest.core.special(SpecialRegister.DBREAKC1, 0xc000_0000 | 0x3f & -size);
        guest.runTo(VECTOR, 100);
        assertEquals(1 << 2 | 1 << 8, guest.special(SpecialRegister.DEBUGCAUSE));
        assertEquals(guest.label("here"), guest.special(SpecialRegister.EPC6));
        assertEquals(0, guest.memory.contents()[Guest.STACK - FlatMemory.BASE + offset]);
    }

    @ParameterizedTest
    @CsvSource({"s32i, 0, 0x40000000", "l32i, 0, 0x80000000", "s32i, 64, 0xc0000000", "s32i, 0, 0"})
    void otherAccessesToTheWatchedPageGoThrough(String instruction, int offset, String control) {
        Guest guest = new Guest(instruction + " a2, a1, " + offset + "\n l32i a3, a1, 256\n done: nop");
        guest.memory.store32(Guest.STACK + 256, 1234);
        guest.core.a(2, 99);
        guest.core.special(SpecialRegister.DBREAKA0, Guest.STACK);
        guest.core.special(SpecialRegister.DBREAKC0, Long.decode(control).intValue());
        guest.run();
        assertEquals(1234, guest.a(3));
        guest.core.special(SpecialRegister.DBREAKC0, 0);
        assertEquals(instruction.startsWith("s") ? 99 : 0, guest.memory.load32(Guest.STACK + offset));
    }

    @Test
    void mappingBehindAWatchpointIsKept() {
        Guest guest = new Guest("done: nop");
        int page = Guest.STACK & -Memory.PAGE_SIZE;
        guest.core.special(SpecialRegister.DBREAKA0, page);
        guest.core.special(SpecialRegister.DBREAKC0, 0x8000_0000);
        guest.core.special(SpecialRegister.DBREAKA1, page + 64);
        guest.core.special(SpecialRegister.DBREAKC1, 0x8000_0000);
        guest.memory.mapAll(page, 0x5_0000);
        guest.memory.store32(page + 512, 5);
        guest.core.special(SpecialRegister.DBREAKC0, 0);
        guest.memory.store32(page + 516, 6);
        guest.core.special(SpecialRegister.DBREAKC1, 0);
        guest.memory.store32(page + 520, 7);
        assertEquals(5, guest.memory.contents()[0x5_0000 + 512]);
        assertEquals(6, guest.memory.contents()[0x5_0000 + 516]);
        assertEquals(7, guest.memory.contents()[0x5_0000 + 520]);
    }

    @Test
    void atTheDebugLevelNothingIsWatched() {
        Guest guest = new Guest("s32i a2, a1, 0\n done: nop");
        guest.core.special(SpecialRegister.PS, 6);
        guest.core.special(SpecialRegister.DBREAKA0, Guest.STACK);
        guest.core.special(SpecialRegister.DBREAKC0, 0x8000_003f);
        guest.run();
    }
}
