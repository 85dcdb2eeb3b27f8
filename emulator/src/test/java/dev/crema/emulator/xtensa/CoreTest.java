package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CoreTest {
    @Test
    void sumsAnArray() {
        Guest guest = new Guest("""
                    j start
                    .align 4
                table: .word 1, 20, 300, 4000
                address: .word table
                start:
                    l32r a2, address
                    movi a3, 4
                    movi.n a4, 0
                again:
                    l32i.n a5, a2, 0
                    add.n a4, a4, a5
                    addi.n a2, a2, 4
                    addi a3, a3, -1
                    bnez a3, again
                done:
                    nop
                """).run();
        assertEquals(4321, guest.a(4));
        assertEquals(4 + 5 * 4, guest.core.instructions());
        assertEquals(guest.core.instructions(), guest.core.cycle());
    }
}
