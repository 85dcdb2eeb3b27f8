package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowOpsTest {
    /** Each frame keeps what only it knows in all registers that the next call does not take. */
    private static String recursion(int windows) {
        int first = 4 * windows;
        return """
                    movi a%d, 40
                    call%d sum
                    j done
                    .align 4
                sum:
                    entry a1, 64
                    mov.n a3, a2
                    beqz a2, bottom
                    addi a%d, a2, -1
                    call%d sum
                    add a2, a3, a%d
                bottom:
                    retw
                done:
                    nop
                """.formatted(first + 2, first, first + 2, first, first + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void recursionDeeperThanTheRegisterFileSpillsAndFills(int windows) {
        Guest guest = new Guest(recursion(windows));
        WindowVectors.install(guest);
        // The frame of whoever called the program: where an overflow of the program's own frame saves the registers above a3.
        guest.memory.store32(Guest.STACK - 12, Guest.STACK + 64);
        guest.run();
        assertEquals(40 * 41 / 2, guest.a(4 * windows + 2));
        assertEquals(0, guest.special(SpecialRegister.WINDOWBASE));
        assertEquals(1, guest.special(SpecialRegister.WINDOWSTART));
        assertEquals(Guest.STACK, guest.a(1));
    }

    @Test
    void callKeepsTheIncrementInPsAndInTheReturnAddress() {
        Guest guest = new Guest("""
                    call12 done
                after:
                    nop
                    .align 4
                done:
                    nop
                """).run();
        assertEquals(3 << 30 | guest.label("after") & 0x3fff_ffff, guest.a(12));
        assertEquals(3, guest.special(SpecialRegister.PS) >>> 16 & 3);
    }

    @Test
    void entryMovesTheWindowAndTheStackPointer() {
        Guest guest = new Guest("""
                    call8 function
                    .align 4
                function:
                    entry a1, 48
                done:
                    nop
                """).run();
        assertEquals(2, guest.special(SpecialRegister.WINDOWBASE));
        assertEquals(0b101, guest.special(SpecialRegister.WINDOWSTART));
        assertEquals(Guest.STACK - 48, guest.a(1));
    }

    @Test
    void overflowGoesToTheFirstLiveFrameAndItsVectorTellsItsSize() {
        Guest guest = new Guest("""
                    nop
                faulting:
                    movi a9, 1
                done:
                    nop
                """);
        // A frame of 12 registers begins one window ahead, the next one follows it.
        guest.core.special(SpecialRegister.WINDOWBASE, 14);
        guest.core.special(SpecialRegister.WINDOWSTART, 1 << 14 | 1 << 15 | 1 << 2);
        guest.runTo(Guest.VECTORS + 0x100, 10);
        assertEquals(15, guest.special(SpecialRegister.WINDOWBASE));
        assertEquals(guest.label("faulting"), guest.special(SpecialRegister.EPC1));
        assertEquals(Guest.PS_WINDOWED | Core.PS_EXCM | 14 << 8, guest.special(SpecialRegister.PS));
    }

    @Test
    void registersBelowTheLiveFrameMayBeTouched() {
        Guest guest = new Guest("""
                    movi a4, 1
                    movi a7, 2
                faulting:
                    or a3, a3, a8
                done:
                    nop
                """);
        guest.core.special(SpecialRegister.WINDOWSTART, 1 | 1 << 2 | 1 << 4);
        guest.runTo(Guest.VECTORS + 0x80, 10);
        assertEquals(guest.label("faulting"), guest.special(SpecialRegister.EPC1));
        assertEquals(2, guest.special(SpecialRegister.WINDOWBASE));
    }

    @Test
    void entryCountsTheWindowsThatItTakes() {
        Guest guest = new Guest("""
                    call12 function
                    .align 4
                function:
                    entry a1, 32
                done:
                    nop
                """);
        guest.core.special(SpecialRegister.WINDOWSTART, 1);
        guest.runTo(guest.label("function"), 10);
        guest.core.special(SpecialRegister.WINDOWSTART, 1 | 1 << 3 | 1 << 4);
        guest.runTo(Guest.VECTORS, 10);
        assertEquals(guest.label("function"), guest.special(SpecialRegister.EPC1));
        assertEquals(3, guest.special(SpecialRegister.WINDOWBASE));
    }

    @Test
    void afterEntryTheRestOfTheBlockIsCheckedInTheNewWindow() {
        Guest guest = new Guest("""
                    call4 function
                    .align 4
                function:
                    entry a1, 32
                    movi a3, 1
                faulting:
                    movi a12, 1
                done:
                    nop
                """);
        guest.core.special(SpecialRegister.WINDOWSTART, 1 | 1 << 4);
        guest.runTo(Guest.VECTORS + 0x100, 10);
        assertEquals(guest.label("faulting"), guest.special(SpecialRegister.EPC1));
        assertEquals(4, guest.special(SpecialRegister.WINDOWBASE));
        assertEquals(1, guest.core.physical(4 + 3));
    }

    @Test
    void returnUnderflowsWhenTheCallerIsNotInTheRegisters() {
        Guest guest = new Guest("""
                    retw
                done:
                    nop
                """);
        guest.core.a(0, 2 << 30 | Guest.ORIGIN & 0x3fff_ffff);
        guest.core.special(SpecialRegister.WINDOWBASE, 0);
        guest.core.special(SpecialRegister.WINDOWSTART, 1);
        guest.runTo(Guest.VECTORS + 0xc0, 10);
        assertEquals(14, guest.special(SpecialRegister.WINDOWBASE));
        assertEquals(Guest.ORIGIN, guest.special(SpecialRegister.EPC1));
        assertEquals(0, guest.special(SpecialRegister.PS) >>> 8 & 15);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void returnToAFrameThatIsNotTheNearestIsIllegal(int windows) {
        Guest guest = new Guest("retw\n done: nop");
        guest.core.a(0, windows << 30);
        guest.core.special(SpecialRegister.WINDOWSTART, 1 | 1 << 14);
        guest.runTo(Guest.VECTORS + 0x340, 10);
        assertEquals(ExceptionCause.ILLEGAL_INSTRUCTION.number(), guest.special(SpecialRegister.EXCCAUSE));
    }

    @Test
    void movspWithTheCallerInTheRegistersMoves() {
        Guest guest = new Guest("movsp a1, a2\n done: nop");
        guest.core.a(2, 77);
        guest.core.special(SpecialRegister.WINDOWSTART, 1 | 1 << 13);
        guest.run();
        assertEquals(77, guest.a(1));
    }

    @Test
    void movspWithTheCallerInMemoryRaisesAlloca() {
        Guest guest = new Guest("movsp a1, a2\n done: nop");
        guest.core.special(SpecialRegister.WINDOWSTART, 1 | 1 << 12);
        guest.runTo(Guest.VECTORS + 0x340, 10);
        assertEquals(ExceptionCause.ALLOCA.number(), guest.special(SpecialRegister.EXCCAUSE));
        assertEquals(Guest.STACK, guest.a(1));
    }

    @Test
    void rotwTurnsTheWindowBothWays() {
        Guest guest = new Guest("rotw -3\n rotw 5\n done: nop").run();
        assertEquals(2, guest.special(SpecialRegister.WINDOWBASE));
    }

    @Test
    void withoutWindowsNothingOverflows() {
        Guest guest = new Guest("movi a15, 3\n done: nop");
        guest.core.special(SpecialRegister.PS, Core.PS_UM);
        guest.core.special(SpecialRegister.WINDOWSTART, 0xffff);
        guest.run();
        assertEquals(3, guest.a(15));
    }

    @Test
    void entryWithoutWindowsIsIllegal() {
        Guest guest = new Guest("entry a1, 32\n done: nop");
        guest.core.special(SpecialRegister.PS, Core.PS_UM);
        guest.runTo(Guest.VECTORS + 0x340, 10);
        assertEquals(ExceptionCause.ILLEGAL_INSTRUCTION.number(), guest.special(SpecialRegister.EXCCAUSE));
    }
}
