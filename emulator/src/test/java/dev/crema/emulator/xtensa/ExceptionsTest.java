package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExceptionsTest {
    private static final int KERNEL = Guest.VECTORS + 0x300;
    private static final int USER = Guest.VECTORS + 0x340;
    private static final int DOUBLE = Guest.VECTORS + 0x3c0;

    private static Guest faulting(String instruction) {
        return new Guest("nop\n nop\n faulting: " + instruction + "\n done: nop");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ill | 0", "ill.n | 0", "syscall | 1", "simcall | 0", ".word 0xffffffff | 0",
        "movi a3, 0; quou a2, a2, a3 | 6", "movi a3, 0; rems a2, a2, a3 | 6", "rfi 1 | 0"})
    void generalExceptionsGoToTheUserVectorWithTheirCause(String source, int cause) {
        Guest guest = faulting(source.replace(";", "\n faulting2:"));
        guest.runTo(USER, 100);
        assertEquals(cause, guest.special(SpecialRegister.EXCCAUSE));
        assertEquals(guest.label(source.contains(";") ? "faulting2" : "faulting"), guest.special(SpecialRegister.EPC1));
        assertEquals(Guest.PS_WINDOWED | Core.PS_EXCM, guest.special(SpecialRegister.PS));
        assertEquals(0, guest.special(SpecialRegister.EXCVADDR));
    }

    @Test
    void withoutUserModeTheKernelVectorIsTaken() {
        Guest guest = faulting("syscall");
        guest.core.special(SpecialRegister.PS, Core.PS_WOE);
        guest.runTo(KERNEL, 100);
        assertEquals(1, guest.special(SpecialRegister.EXCCAUSE));
    }

    @Test
    void prohibitedLoadTellsItsAddress() {
        Guest guest = faulting("l32i a2, a3, 8");
        guest.core.a(3, 0x1000_0000);
        guest.core.a(2, 5);
        guest.runTo(USER, 100);
        assertEquals(28, guest.special(SpecialRegister.EXCCAUSE));
        assertEquals(0x1000_0008, guest.special(SpecialRegister.EXCVADDR));
        assertEquals(5, guest.a(2));
    }

    @Test
    void jumpToNowhereFaultsAtTheTarget() {
        Guest guest = faulting("jx a3");
        guest.core.a(3, 0x2000_0002);
        guest.runTo(USER, 100);
        assertEquals(20, guest.special(SpecialRegister.EXCCAUSE));
        assertEquals(0x2000_0002, guest.special(SpecialRegister.EPC1));
    }

    @Test
    void instructionThatReachesBehindTheLastPageFaultsOnlyWhenItIsExecuted() {
        int end = FlatMemory.BASE + FlatMemory.SIZE;
        Guest guest = new Guest("jx a3\n done: nop").at(end - 4, "addi a4, a4, 1");
        guest.memory.put(end - 1, new byte[] {(byte) 0x42});
        guest.core.a(3, end - 4);
        guest.core.a(4, 1);
        guest.runTo(USER, 100);
        assertEquals(2, guest.a(4));
        assertEquals(end - 1, guest.special(SpecialRegister.EPC1));
        assertEquals(end, guest.special(SpecialRegister.EXCVADDR));
    }

    @Test
    void faultInExceptionModeIsADoubleException() {
        Guest guest = faulting("ill");
        guest.at(USER, "l32i a2, a3, 0");
        guest.core.a(3, 0);
        guest.runTo(DOUBLE, 100);
        assertEquals(USER, guest.special(SpecialRegister.DEPC));
        assertEquals(guest.label("faulting"), guest.special(SpecialRegister.EPC1));
        assertEquals(28, guest.special(SpecialRegister.EXCCAUSE));
    }

    @Test
    void returnFromExceptionGoesOn() {
        Guest guest = faulting("syscall");
        guest.at(USER, """
                rsr.epc1 a2
                addi a2, a2, 3
                wsr.epc1 a2
                rfe
                """);
        guest.run();
        assertEquals(Guest.PS_WINDOWED, guest.special(SpecialRegister.PS));
    }

    @Test
    void returnFromDoubleExceptionGoesToDepc() {
        Guest guest = new Guest("wsr.depc a2\n rfde\n ill\n done: nop");
        guest.core.a(2, guest.label("done"));
        guest.run();
    }

    @Test
    void breakRaisesADebugException() {
        Guest guest = faulting("break 1, 15");
        guest.runTo(Guest.VECTORS + 0x280, 100);
        assertEquals(8, guest.special(SpecialRegister.DEBUGCAUSE));
        assertEquals(guest.label("faulting"), guest.special(SpecialRegister.EPC6));
        assertEquals(Guest.PS_WINDOWED, guest.special(SpecialRegister.EPS6));
        assertEquals(Guest.PS_WINDOWED | Core.PS_EXCM | 6, guest.special(SpecialRegister.PS));
    }

    @Test
    void breakAtTheDebugLevelDoesNothing() {
        Guest guest = faulting("break.n 3");
        guest.core.special(SpecialRegister.PS, 6);
        guest.run();
        assertEquals(0, guest.special(SpecialRegister.DEBUGCAUSE));
    }

    @Test
    void guestThatFaultsForEverStillEndsItsTurn() {
        Guest guest = faulting("ill");
        guest.core.special(SpecialRegister.VECBASE, 0x1000_0000);
        guest.core.run(10_000);
        assertTrue(guest.core.cycle() >= 10_000);
        assertFalse(guest.core.waiting());
    }

    @Test
    void faultInTheMiddleOfABlockCountsWhatWasExecuted() {
        Guest guest = faulting("ill");
        guest.runTo(USER, 100);
        assertEquals(2, guest.core.instructions());
        assertEquals(3, guest.core.cycle());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEntryThatFaultsIsWhereItFaults(boolean translated) {
        Guest guest = new Guest("""
                    movi a2, 500
                again:
                    addi a2, a2, -1
                    beqz a2, done
                    j f
                f:
                    entry a1, 32
                done:
                    j done
                """).at(USER, "rsr.epc1 a5\n xor a5, a5, a7\n or a4, a4, a5\n addi a3, a3, 1\n wsr.epc1 a6\n rfe");
        guest.core.special(SpecialRegister.PS, Core.PS_UM);
        guest.core.a(6, guest.label("again"));
        guest.core.a(7, guest.label("f"));
        guest.runTurns(100, 100, translated);
        assertEquals(499, guest.a(3));
        assertEquals(0, guest.a(4));
    }
}
