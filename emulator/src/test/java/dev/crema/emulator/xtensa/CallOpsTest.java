package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallOpsTest {
    private static Guest loop(String instruction, int count) {
        Guest guest = new Guest("""
                    movi a3, 0
                    %s a2, end
                    addi a3, a3, 1
                    addi.n a4, a4, 2
                end:
                done:
                    nop
                """.formatted(instruction));
        guest.core.a(2, count);
        guest.core.a(4, 0);
        return guest.run();
    }

    @ParameterizedTest
    @CsvSource({"loop, 1, 1", "loop, 7, 7", "loopnez, 0, 0", "loopnez, 5, 5", "loopgtz, 0, 0", "loopgtz, -3, 0", "loopgtz, 2, 2"})
    void loopsRunTheirCount(String instruction, int count, int times) {
        Guest guest = loop(instruction, count);
        assertEquals(times, guest.a(3));
        assertEquals(2 * times, guest.a(4));
        assertEquals(times == 0 ? count - 1 : 0, guest.special(SpecialRegister.LCOUNT));
    }

    @Test
    void branchThatLandsOnTheEndLeavesTheLoopsCountAlone() {
        Guest guest = new Guest("""
                    movi a2, 10
                    movi a3, 0
                    loop a2, end
                    addi a3, a3, 1
                    beqi a3, 4, end
                    nop
                end:
                done:
                    nop
                """).run();
        assertEquals(4, guest.a(3));
        assertEquals(10 - 4, guest.special(SpecialRegister.LCOUNT));
    }

    @Test
    void untakenBranchAtTheEndLoopsBack() {
        Guest guest = new Guest("""
                    movi a2, 5
                    movi a3, 0
                    loop a2, end
                    addi a3, a3, 1
                    beqi a3, -1, elsewhere
                end:
                done:
                    nop
                elsewhere:
                    j elsewhere
                """).run();
        assertEquals(5, guest.a(3));
    }

    @Test
    void loopEndWrittenByWsrCutsABlockThatExists() {
        String body = """
                again:
                    addi a3, a3, 1
                    addi a3, a3, 1
                end:
                    addi a4, a4, 1
                    addi a5, a5, -1
                    bnez a5, again
                done:
                    nop
                """;
        Guest guest = new Guest("""
                    movi a3, 0
                    movi a4, 0
                    movi a5, 2
                    j again
                """ + body);
        guest.run();
        assertEquals(4, guest.a(3));
        guest.core.special(SpecialRegister.LBEG, guest.label("again"));
        guest.core.special(SpecialRegister.LEND, guest.label("end"));
        guest.core.special(SpecialRegister.LCOUNT, 3);
        guest.core.pc(Guest.ORIGIN);
        guest.run();
        assertEquals(4 + 3 * 2, guest.a(3));
        assertEquals(2, guest.a(4));
    }

    @Test
    void exceptionModeDoesNotLoopBack() {
        Guest guest = new Guest("""
                    movi a2, 10
                    movi a3, 0
                    loop a2, end
                    addi a3, a3, 1
                    nop
                end:
                done:
                    nop
                """);
        guest.core.special(SpecialRegister.PS, Core.PS_EXCM);
        guest.run();
        assertEquals(1, guest.a(3));
        assertEquals(9, guest.special(SpecialRegister.LCOUNT));
    }

    @Test
    void callsKeepTheReturnAddress() {
        Guest guest = new Guest("""
                    j start
                    .align 4
                target:
                    .word second
                first:
                    mov.n a2, a0
                    ret
                second:
                    mov.n a3, a0
                    j done
                start:
                    l32r a0, target
                    mov.n a4, a0
                    call0 first
                back:
                    callx0 a4
                behind:
                    nop
                done:
                    nop
                """).run();
        assertEquals(guest.label("back"), guest.a(2));
        assertEquals(guest.label("behind"), guest.a(3));
    }

    @Test
    void callThroughTheRegisterThatTakesTheReturnAddress() {
        Guest guest = new Guest("""
                    j start
                    .align 4
                target:
                    .word done
                start:
                    l32r a0, target
                    callx0 a0
                back:
                    nop
                done:
                    nop
                """).run();
        assertEquals(guest.label("back"), guest.a(0));
    }
}
