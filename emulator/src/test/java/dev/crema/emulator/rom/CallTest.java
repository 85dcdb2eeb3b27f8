package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.SpecialRegister;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The calling convention, and calls to what is missing. */
class CallTest {
    private static final int PS_WINDOWED = 1 << 18;
    private static final int CALLINC = 16;
    private static final int RETURN = 0x40081234;
    private static final int MISSING = 0x40010078;

    private final RomGuest guest = RomGuest.java();
    private final Core core = guest.core;

    /** The registers as they are when CALLn has jumped. */
    private Call called(int increment) {
        core.special(SpecialRegister.PS, PS_WINDOWED | increment << CALLINC);
        core.pc(0x40000000);
        core.a(1, RomGuest.STACK);
        core.a(4 * increment, increment << 30 | RETURN & 0x3FFFFFFF);
        for (int i = 0; i < 6 && 4 * increment + 2 + i < 16; i++) {
            core.a(4 * increment + 2 + i, 0x1110 + i);
        }
        guest.memory.store32(RomGuest.STACK, 0x2220);
        guest.memory.store32(RomGuest.STACK + 4, 0x2221);
        Call call = new Call();
        call.begin(core);
        return call;
    }

    @Test
    void argumentsInRegistersThenOnTheStack() {
        for (int increment = 1; increment <= 2; increment++) {
            Call call = called(increment);
            assertEquals(0x1110, call.word(0));
            assertEquals(0x1115, call.word(5));
            assertEquals(0x2220, call.word(6));
            assertEquals(0x2221, call.word(7));
            assertEquals(0x1113_00001112L, call.wide(2));
        }
    }

    @Test
    void call12HasRoomForTwo() {
        Call call = called(3);
        assertEquals(0x1111, call.word(1));
        assertEquals(0, call.word(2));
    }

    @Test
    void resultsAndReturn() {
        Call call = called(2);
        call.result(0x1234_5678_9ABC_DEF0L);
        call.end();
        assertEquals(0x9ABCDEF0, core.a(10));
        assertEquals(0x12345678, core.a(11));
        assertEquals(RETURN, core.pc());
    }

    @Test
    void theRegionOfTheReturnAddressIsThatOfTheFunction() {
        Call call = called(1);
        core.a(4, 1 << 30 | 0x00001000);
        call.end();
        assertEquals(0x40001000, core.pc());
    }

    @Test
    void aMissingFunctionIsReportedWithNameCallerAndArguments() {
        List<UnboundRomFunction> reported = new ArrayList<>();
        RomGuest missing = new RomGuest(new JavaRom((asking, function) -> {
            reported.add(function);
            asking.endTurnAt(asking.cycle());
        }));
        try {
            missing.call(MISSING, 1, 2, 3, 4, 5, 6);
        } catch (AssertionError doesNotReturn) {
            assertTrue(doesNotReturn.getMessage().contains("0x40010078"));
        }
        assertEquals("ROM function btdm_r_btdm_rom_version_get (0x40010078) is not in the built-in ROM; called from 0x%08x with"
                .formatted(RomGuest.RETURN - 3)
                + " a2=0x00000001 a3=0x00000002 a4=0x00000003 a5=0x00000004 a6=0x00000005 a7=0x00000006; use a real mask ROM",
                reported.getFirst().message());
    }

    @Test
    void anAddressInsideAFunctionIsNamedWithTheDistance() {
        assertEquals("memcpy+0x3", RomSymbols.get().at(0x4000C2CB));
    }
}
