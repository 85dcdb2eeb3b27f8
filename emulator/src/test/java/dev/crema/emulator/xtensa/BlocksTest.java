package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoded code against code that changes, moves or is watched. */
class BlocksTest {
    private static int word(String instructions) {
        byte[] bytes = new Assembler(0).source(instructions).align(4).assemble();
        return bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | bytes[3] << 24;
    }

    private static final String PATCHING = """
                movi a5, 3
            again:
                call0 patched
                add a4, a4, a2
                s32i a3, a6, %d
                isync
                addi a5, a5, -1
                bnez a5, again
            done:
                nop
                .align 4
            patched:
                movi.n a2, 1
                nop.n
                ret
            """;

    private static Guest patching(int alias) {
        Guest guest = new Guest(PATCHING.formatted(0));
        guest.core.a(3, word("movi.n a2, 10\n nop.n"));
        guest.core.a(4, 0);
        guest.core.a(6, guest.label("patched") + alias);
        return guest.run();
    }

    @Test
    void storeIntoCodeIsSeen() {
        assertEquals(1 + 10 + 10, patching(0).a(4));
    }

    @Test
    void storeThroughAnotherAddressOfTheSameMemoryIsSeen() {
        assertEquals(1 + 10 + 10, patching(FlatMemory.ALIAS - FlatMemory.BASE).a(4));
    }

    @Test
    void storeBesideTheCodeKeepsTheBlock() {
        Guest guest = new Guest(PATCHING.formatted(64));
        guest.core.a(4, 0);
        guest.core.a(6, guest.label("patched"));
        guest.run();
        assertEquals(3, guest.a(4));
    }

    @Test
    void remappedPageIsDecodedAnew() {
        int function = FlatMemory.BASE + 0x2_0000;
        Guest guest = new Guest("callx0 a3\n done: nop").at(function, "movi a2, 1\n ret");
        guest.at(FlatMemory.BASE + 0x3_0000, "movi a2, 2\n ret");
        guest.core.a(3, function);
        guest.run();
        assertEquals(1, guest.a(2));
        guest.memory.remapFetch(function, 0x3_0000);
        guest.core.pc(Guest.ORIGIN);
        guest.run();
        assertEquals(2, guest.a(2));
        guest.memory.remapFetch(function, 0x2_0000);
        guest.core.pc(Guest.ORIGIN);
        guest.run();
        assertEquals(1, guest.a(2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void literalIsAnotherOneAfterAStore(boolean translated) {
        Guest guest = loop("literal: .word 1", translated);
        guest.memory.store32(guest.label("literal"), 5);
        assertLoads(5, guest);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void literalIsAnotherOneAfterItsPageHasMoved(boolean translated) {
        Guest guest = loop("literal: .word 1\n .space 0x2000", translated);
        int page = guest.label("literal") & -Memory.PAGE_SIZE;
        guest.memory.store32(FlatMemory.BASE + 0x3_0000 + guest.label("literal") - page, 7);
        guest.memory.remapFetch(page, 0x3_0000);
        assertLoads(7, guest);
    }

    /** A loop that loads a literal, warmed up. */
    private static Guest loop(String literal, boolean translated) {
        Guest guest = new Guest("start: j again\n .align 4\n" + literal + """

                again:
                    l32r a2, literal
                    add a3, a3, a2
                    addi a4, a4, 1
                    j again
                done: nop
                """);
        guest.core.a(3, 0);
        guest.core.a(4, 0);
        guest.runTurns(100, 100, translated);
        assertEquals(guest.a(4), guest.a(3));
        return guest;
    }

    private static void assertLoads(int value, Guest guest) {
        int sum = guest.a(3);
        int passes = guest.a(4);
        guest.runTurns(100, 100);
        assertEquals(value * (guest.a(4) - passes), guest.a(3) - sum);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void literalIsTheOneThatTheSameBlockHasStored(boolean translated) {
        Guest guest = new Guest("""
                start: j again
                .align 4
                literal: .word 0
                where: .word literal
                again:
                    addi a4, a4, 1
                    l32r a5, where
                    s32i a4, a5, 0
                    l32r a2, literal
                    add a3, a3, a2
                    sub a3, a3, a4
                    j again
                done: nop
                """);
        guest.core.a(3, 0);
        guest.core.a(4, 0);
        if (translated) {
            guest.core.translate(Translation.atOnce(1));
        }
        guest.runTurns(200, 100);
        assertEquals(0, guest.a(3));
    }

    @Test
    void pageOnWhichTheLastInstructionEndsIsWatchedToo() {
        int page = FlatMemory.BASE + 0x2_0000;
        Guest guest = new Guest("jx a3\n done: nop").at(page - 1, "movi a2, 0x101\n ret");
        guest.at(FlatMemory.BASE + 0x3_0000, "movi a2, 0x102\n ret");
        byte[] movi = guest.memory.contents(0x2_0000, 2);
        guest.memory.put(FlatMemory.BASE + 0x3_0000, movi[0], (byte) (movi[1] + 1));
        guest.memory.put(FlatMemory.BASE + 0x3_0002, new Assembler(0).source("ret").assemble());
        guest.core.a(3, page - 1);
        guest.core.a(0, guest.label("done"));
        guest.run();
        assertEquals(0x101, guest.a(2));
        guest.memory.remapFetch(page, 0x3_0000);
        guest.core.pc(Guest.ORIGIN);
        guest.run();
        assertEquals(0x102, guest.a(2));
    }

    @Test
    void straightCodeLongerThanABlockOrAPageIsExecuted() {
        Guest guest = new Guest("addi a2, a2, 1\n".repeat(3_000) + "done: nop");
        guest.core.a(2, 0);
        guest.runTo(guest.label("done"), 10_000);
        assertEquals(3_000, guest.a(2));
        assertEquals(3_000, guest.core.cycle());
    }

    @Test
    void turnEndsOnlyAtAYieldPoint() {
        Guest guest = new Guest("addi a2, a2, 1\n".repeat(100) + "again: j again\n done: nop");
        guest.core.run(5);
        assertEquals(101, guest.core.cycle());
        assertEquals(guest.label("again"), guest.core.pc());
    }

    @Test
    void hostFunctionStandsInForGuestCode() {
        int function = FlatMemory.BASE + 0x2_0000;
        Guest guest = new Guest("callx8 a3\n back: done: nop");
        guest.hostFunctions.put(function, core -> {
            core.a(10, core.a(10) * 2);
            core.charge(99);
            assertEquals(function, core.pc());
            core.pc(Guest.ORIGIN & 0xc000_0000 | core.a(8) & 0x3fff_ffff);
        });
        guest.core.a(3, function);
        guest.core.a(10, 21);
        guest.run();
        assertEquals(42, guest.a(10));
        assertEquals(1 + 1 + 99, guest.core.cycle());
    }

    @Test
    void hostFunctionThatStaysIsCalledAgainAfterInterruptsHadTheirChance() {
        int[] calls = {0};
        Guest guest = new Guest("nop\n done: nop");
        guest.core.special(SpecialRegister.INTENABLE, 1 << 19);
        guest.hostFunctions.put(Guest.ORIGIN, core -> {
            calls[0]++;
            core.setInterruptInputs(calls[0] == 3 ? 1 << 19 : 0);
        });
        guest.runTo(Guest.VECTORS + 0x180, 100);
        assertEquals(3, calls[0]);
        assertEquals(Guest.ORIGIN, guest.special(SpecialRegister.EPC2));
    }

    @Test
    void faultOfAHostFunctionIsRaisedAtItsAddress() {
        Guest guest = new Guest("nop\n done: nop");
        guest.hostFunctions.put(Guest.ORIGIN, core -> {
            core.pc(guest.label("done"));
            core.memory().load32(0);
        });
        guest.runTo(Guest.VECTORS + 0x340, 100);
        assertEquals(Guest.ORIGIN, guest.special(SpecialRegister.EPC1));
        assertEquals(28, guest.special(SpecialRegister.EXCCAUSE));
    }

    @Test
    void probeSeesEveryPassAndStopsBeforeTheInstruction() {
        Guest guest = new Guest("""
                    movi a2, 0
                again:
                    addi a2, a2, 1
                    addi a3, a2, 0
                    bnei a2, 4, again
                done:
                    nop
                """);
        guest.core.run(1);
        StringBuilder seen = new StringBuilder();
        int middle = guest.label("again") + 3;
        Probe probe = core -> {
            seen.append(core.a(2));
            return core.a(2) == 2;
        };
        guest.core.probe(middle, probe);
        guest.core.pc(Guest.ORIGIN);
        guest.core.run(guest.core.cycle() + 100);
        assertEquals("12", seen.toString());
        assertEquals(middle, guest.core.pc());
        guest.run();
        assertEquals("1234", seen.toString());
        guest.core.removeProbe(middle, probe);
        guest.core.pc(Guest.ORIGIN);
        guest.run();
        assertEquals("1234", seen.toString());
    }

    @Test
    void conditionalStoreTellsTheEnvironmentWhenItFails() {
        Guest guest = new Guest("""
                    wsr.scompare1 a2
                    s32c1i a3, a1, 0
                    s32c1i a4, a1, 0
                done:
                    nop
                """);
        guest.memory.store32(Guest.STACK, 7);
        guest.core.a(2, 7);
        guest.core.a(3, 8);
        guest.core.a(4, 9);
        guest.run();
        assertEquals(7, guest.a(3));
        assertEquals(8, guest.a(4));
        assertEquals(8, guest.memory.load32(Guest.STACK));
        assertEquals(1, guest.failedConditionalStores);
    }
}
