package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptsTest {
    private static final String ENDLESS = "again: addi a2, a2, 1\n j again\n done: nop";

    private static Guest enabled(int interrupts) {
        Guest guest = new Guest(ENDLESS);
        guest.core.special(SpecialRegister.INTENABLE, interrupts);
        return guest;
    }

    @Test
    void levelOneIsAnException() {
        Guest guest = enabled(1 << 5);
        guest.core.setInterruptInputs(1 << 5);
        guest.runTo(Guest.VECTORS + 0x340, 100);
        assertEquals(4, guest.special(SpecialRegister.EXCCAUSE));
        assertEquals(Guest.ORIGIN, guest.special(SpecialRegister.EPC1));
        assertEquals(Guest.PS_WINDOWED | Core.PS_EXCM, guest.special(SpecialRegister.PS));
    }

    @ParameterizedTest
    @CsvSource({"19, 2, 0x180", "23, 3, 0x1c0", "24, 4, 0x200", "31, 5, 0x240", "14, 7, 0x2c0"})
    void higherLevelsHaveTheirOwnRegistersAndVectors(int interrupt, int level, String offset) {
        Guest guest = enabled(-1);
        guest.core.setInterruptInputs(1 << interrupt | 1);
        guest.runTo(Guest.VECTORS + Integer.decode(offset), 100);
        assertEquals(Guest.ORIGIN, guest.core.special(SpecialRegister.valueOf("EPC" + level)));
        assertEquals(Guest.PS_WINDOWED, guest.core.special(SpecialRegister.valueOf("EPS" + level)));
        assertEquals(Guest.PS_WINDOWED | Core.PS_EXCM | level, guest.special(SpecialRegister.PS));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsRaisedInsideABlockIsTakenAtItsEnd(boolean translated) {
        Guest guest = new Guest("""
                    movi a2, 500
                again:
                    addi a3, a3, 1
                    wer a3, a6
                    addi a4, a4, 1
                    addi a2, a2, -1
                    bnez a2, again
                done:
                    nop
                """).at(Guest.VECTORS + 0x340, "mov.n a5, a4\n wsr.intenable a6\n rfe");
        guest.interruptInputs.put(200, 1 << 5);
        guest.core.special(SpecialRegister.INTENABLE, -1);
        guest.runTurns(20, 100, translated);
        assertEquals(200, guest.a(5));
    }

    @Test
    void levelTriggeredInputsFollowTheirLine() {
        Guest guest = enabled(0);
        guest.core.setInterruptInputs(1 << 19);
        guest.core.special(SpecialRegister.INTCLEAR, -1);
        assertEquals(1 << 19, guest.special(SpecialRegister.INTERRUPT));
        guest.core.setInterruptInputs(0);
        assertEquals(0, guest.special(SpecialRegister.INTERRUPT));
    }

    @Test
    void edgeTriggeredInputsAreRememberedUntilCleared() {
        Guest guest = enabled(0);
        guest.core.setInterruptInputs(1 << 22);
        guest.core.setInterruptInputs(0);
        assertEquals(1 << 22, guest.special(SpecialRegister.INTERRUPT));
        guest.core.special(SpecialRegister.INTCLEAR, 1 << 22);
        assertEquals(0, guest.special(SpecialRegister.INTERRUPT));
    }

    @Test
    void softwareRaisesOnlySoftwareInterrupts() {
        Guest guest = enabled(0);
        guest.core.special(SpecialRegister.INTSET, -1);
        assertEquals(1 << 7 | 1 << 29, guest.special(SpecialRegister.INTERRUPT));
        guest.core.special(SpecialRegister.INTCLEAR, 1 << 29);
        assertEquals(1 << 7, guest.special(SpecialRegister.INTERRUPT));
    }

    @Test
    void levelsUpToTheCurrentOneAreMasked() {
        Guest guest = enabled(-1);
        guest.core.special(SpecialRegister.PS, 3);
        guest.core.setInterruptInputs(1 << 23);
        guest.core.run(100);
        assertEquals(3, guest.special(SpecialRegister.PS));
        guest.core.setInterruptInputs(1 << 23 | 1 << 24);
        guest.runTo(Guest.VECTORS + 0x200, 100);
    }

    @Test
    void exceptionModeMasksUpToLevelThree() {
        Guest guest = enabled(-1);
        guest.core.special(SpecialRegister.PS, Core.PS_EXCM);
        guest.core.setInterruptInputs(1 << 23);
        guest.core.run(100);
        assertEquals(Core.PS_EXCM, guest.special(SpecialRegister.PS));
        guest.core.setInterruptInputs(1 << 26);
        guest.runTo(Guest.VECTORS + 0x240, 100);
    }

    @Test
    void disabledInterruptsAreNotTakenButTheNonMaskableOneIs() {
        Guest guest = enabled(0);
        guest.core.setInterruptInputs(0x8fbe_333f);
        guest.core.run(100);
        assertEquals(Guest.PS_WINDOWED, guest.special(SpecialRegister.PS));
        guest.core.setInterruptInputs(1 << 14);
        guest.runTo(Guest.VECTORS + 0x2c0, 100);
        assertEquals(0, guest.special(SpecialRegister.INTERRUPT));
    }

    @Test
    void loweringTheLevelLetsThePendingInterruptIn() {
        Guest guest = new Guest("""
                    rsil a3, 5
                    nop
                    rsil a4, 0
                interrupted:
                    nop
                done:
                    nop
                """);
        guest.core.special(SpecialRegister.INTENABLE, 1);
        guest.core.special(SpecialRegister.PS, Guest.PS_WINDOWED | 5);
        guest.core.setInterruptInputs(1);
        guest.runTo(Guest.VECTORS + 0x340, 100);
        assertEquals(guest.label("interrupted"), guest.special(SpecialRegister.EPC1));
        assertEquals(Guest.PS_WINDOWED | 5, guest.a(4));
    }

    @Test
    void timerInterruptsAtItsCycleAndIsClearedByWritingTheComparator() {
        Guest guest = enabled(1 << 6);
        guest.core.special(SpecialRegister.CCOMPARE0, 50);
        assertEquals(50, guest.core.nextTimer());
        guest.runTo(Guest.VECTORS + 0x340, 100);
        // The loop has two instructions, so the match is seen at the end of the pass in which it happens.
        assertEquals(50, guest.core.cycle());
        assertEquals(1 << 6, guest.special(SpecialRegister.INTERRUPT));
        guest.core.special(SpecialRegister.CCOMPARE0, 60);
        assertEquals(0, guest.special(SpecialRegister.INTERRUPT));
        assertEquals(60, guest.core.nextTimer());
    }

    @Test
    void comparatorOfAPastCountMatchesAfterTheCounterHasTurned() {
        Guest guest = enabled(0);
        guest.core.skipTo(1_000);
        guest.core.special(SpecialRegister.CCOMPARE1, guest.special(SpecialRegister.CCOUNT));
        guest.core.special(SpecialRegister.CCOMPARE2, 999);
        guest.core.skipTo(1_000 + (1L << 32) - 2);
        assertEquals(0, guest.special(SpecialRegister.INTERRUPT) & (1 << 15 | 1 << 16));
        guest.core.skipTo(1_000 + (1L << 32) - 1);
        assertEquals(1 << 16, guest.special(SpecialRegister.INTERRUPT) & (1 << 15 | 1 << 16));
        guest.core.skipTo(1_000 + (1L << 32));
        assertEquals(1 << 15 | 1 << 16, guest.special(SpecialRegister.INTERRUPT) & (1 << 15 | 1 << 16));
    }

    @Test
    void countCanBeSetAndIsExactInsideABlock() {
        Guest guest = new Guest("""
                    movi a2, 1000
                    wsr.ccount a2
                    nop
                    nop
                    rsr.ccount a3
                done:
                    nop
                """).run();
        assertEquals(1000 + 3, guest.a(3));
    }

    @Test
    void waitingCoreWakesBehindItsInstruction() {
        Guest guest = new Guest("""
                    waiti 0
                behind:
                    nop
                done:
                    nop
                """);
        guest.core.special(SpecialRegister.INTENABLE, 1 << 19 | 1 << 6);
        guest.core.special(SpecialRegister.CCOMPARE0, 5_000);
        guest.core.run(1_000);
        assertTrue(guest.core.waiting());
        assertEquals(1, guest.core.cycle());
        guest.core.skipTo(5_000);
        assertFalse(guest.core.waiting());
        guest.runTo(Guest.VECTORS + 0x340, 100);
        assertEquals(guest.label("behind"), guest.special(SpecialRegister.EPC1));
    }

    @Test
    void waitingCoreIgnoresWhatItsLevelMasks() {
        Guest guest = new Guest("waiti 2\n done: nop");
        guest.core.special(SpecialRegister.INTENABLE, -1);
        guest.core.special(SpecialRegister.PS, 2);
        guest.core.setInterruptInputs(1 << 19);
        guest.core.run(1_000);
        assertTrue(guest.core.waiting());
        guest.core.setInterruptInputs(1 << 23);
        assertFalse(guest.core.waiting());
        guest.runTo(Guest.VECTORS + 0x1c0, 100);
        assertEquals(guest.label("done"), guest.special(SpecialRegister.EPC3));
    }

    @Test
    void interruptRaisedByADeviceIsTakenAtTheNextTakenBranch() {
        Guest guest = new Guest("""
                    wer a2, a3
                    beqz a4, never
                    nop
                    j target
                never:
                    nop
                target:
                    nop
                done:
                    nop
                """);
        guest.core.a(4, 1);
        guest.core.special(SpecialRegister.INTENABLE, 1);
        // The write of the external register lands in memory; what lies there is a device for the purpose of this test.
        guest.memory.watch(0, Guest.STACK, 4, false, true, number -> guest.core.setInterruptInputs(1));
        guest.runTo(Guest.VECTORS + 0x340, 100);
        assertEquals(guest.label("target"), guest.special(SpecialRegister.EPC1));
    }
}
