package dev.crema.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.device.CacheWindow;
import dev.crema.emulator.xtensa.ExceptionCause;
import dev.crema.emulator.xtensa.GuestFault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AddressSpaceTest {
    private static final int MIB = 1 << 20;
    private static final int ALL_OPEN = 0;

    private final Backing backing = new Backing(4 * MIB, 4 * MIB, new byte[0], new byte[0], new byte[4 * MIB]);
    private final CodeMap code = new CodeMap(backing.size());
    private final PeripheralBus bus = new PeripheralBus();
    private final List<String> illegal = new ArrayList<>();
    private final AddressSpace pro = new AddressSpace(0, backing, code, bus, this::illegal);
    private final AddressSpace app = new AddressSpace(1, backing, code, bus, this::illegal);

    private void illegal(int core, CacheWindow window, int address) {
        illegal.add(core + " " + window + " " + Integer.toHexString(address));
    }

    @BeforeEach
    void asTheMaskRomLeavesIt() {
        pro.regionChanged(0, 15, 15);
    }

    private static void open(AddressSpace space) {
        space.cacheConfigured(true, ALL_OPEN, 0x10000, 0x8000);
    }

    private static void assertFault(ExceptionCause cause, int address, Executable access) {
        GuestFault fault = assertThrows(GuestFault.class, access);
        assertEquals(cause.number(), fault.exceptionCause());
        assertEquals(address, fault.address());
    }

    @Test
    void bothCoresShareSram() {
        pro.store32(0x3FFB0000, 0x11223344);
        assertEquals(0x11223344, app.load32(0x3FFB0000));
        assertEquals(0x44, app.load8(0x3FFB0000));
        assertEquals(0x1122, app.load16(0x3FFB0002));
    }

    @Test
    void sram1IsReversedWordByWordOnTheInstructionBus() {
        pro.store32(0x3FFE0000, 0xCAFEBABE);
        pro.store32(0x3FFFFFFC, 0x12345678);
        assertEquals(0xCAFEBABE, pro.load32(0x400BFFFC));
        assertEquals(0x12345678, pro.load32(0x400A0000));
        pro.store32(0x400A0004, 0x55667788);
        assertEquals(0x55667788, pro.load32(0x3FFFFFF8));
        assertEquals(0x88, pro.load8(0x3FFFFFF8));
    }

    @Test
    void theDataBusAlignsByItselfAlsoAcrossPages() {
        pro.store32(0x3FFB0FFE, 0xA1B2C3D4);
        assertEquals(0xA1B2C3D4, pro.load32(0x3FFB0FFE));
        assertEquals(0xC3D4, pro.load16(0x3FFB0FFE));
        assertEquals(0xB2C3, pro.load16(0x3FFB0FFF));
    }

    @Test
    void instructionMemoryTakesAlignedWordsOnly() {
        pro.store32(0x40080000, 0x01020304);
        assertEquals(0x01020304, pro.load32(0x40080000));
        assertFault(ExceptionCause.LOAD_STORE_ERROR, 0x40080001, () -> pro.load8(0x40080001));
        assertFault(ExceptionCause.LOAD_STORE_ERROR, 0x40080000, () -> pro.store16(0x40080000, 1));
        assertFault(ExceptionCause.LOAD_STORE_ALIGNMENT, 0x40080002, () -> pro.load32(0x40080002));
    }

    @Test
    void nullPointersFaultAsProhibited() {
        assertFault(ExceptionCause.LOAD_PROHIBITED, 0, () -> pro.load32(0));
        assertFault(ExceptionCause.STORE_PROHIBITED, 0x10, () -> pro.store8(0x10, 0));
        assertFault(ExceptionCause.INST_FETCH_PROHIBITED, 0, () -> pro.fetchOffset(0));
    }

    @Test
    void regionAttributesForbidTheUpperHalfOnceFirmwareSetsThem() {
        assertFault(ExceptionCause.LOAD_STORE_PIF_ADDRESS_ERROR, 0xC0000000, () -> pro.load32(0xC0000000));
        pro.regionChanged(6, 2, 15);
        assertFault(ExceptionCause.LOAD_PROHIBITED, 0xC0000000, () -> pro.load32(0xC0000000));
    }

    @Test
    void nothingAnswersInTheHoles() {
        assertFault(ExceptionCause.LOAD_STORE_PIF_ADDRESS_ERROR, 0x3FC00000, () -> pro.load32(0x3FC00000));
        assertFault(ExceptionCause.LOAD_STORE_PIF_ADDRESS_ERROR, 0x400C2000, () -> pro.store32(0x400C2000, 0));
        assertFault(ExceptionCause.INSTRUCTION_FETCH_ERROR, 0x3FFB0000, () -> pro.fetchOffset(0x3FFB0000));
    }

    @Test
    void rtcFastMemoryBelongsToTheProCpu() {
        pro.store32(0x3FF80010, 42);
        assertEquals(42, pro.load32(0x400C0010));
        assertEquals(0, app.load32(0x3FF80010));
        app.store32(0x3FF80010, 7);
        assertEquals(42, pro.load32(0x3FF80010));
    }

    @Test
    void rtcSlowMemoryTakesAllWidths() {
        app.store8(0x50000001, 0xAB);
        pro.store16(0x50000002, 0xCDEF);
        assertEquals(0xCDEFAB00, pro.load32(0x50000000));
        assertEquals(0xEFAB, pro.load16(0x50000001));
    }

    @Test
    void flashAppearsThroughTheMmuAndOnlyWhileTheCacheIsOn() {
        backing.set(Backing.FLASH + 0x20004, 0x5A);
        pro.mmuEntry(1, 2);
        assertEquals(0xBAADBAAD, pro.load32(0x3F410004));
        assertEquals(List.of("0 DROM0 3f410004"), illegal);
        open(pro);
        assertEquals(0x5A, pro.load32(0x3F410004));
        pro.mmuEntry(1, 3);
        assertEquals(0, pro.load32(0x3F410004));
        pro.mmuEntry(1, 0x100);
        assertEquals(0xAD, pro.load8(0x3F410004));
        assertEquals(2, illegal.size());
    }

    @Test
    void aMaskedWindowIsClosed() {
        pro.mmuEntry(77, 1);
        pro.cacheConfigured(true, 1, 0x10000, 0x8000);
        assertThrows(GuestFault.class, () -> pro.fetchOffset(0x400D0000));
        open(pro);
        assertEquals(Backing.FLASH + 0x10000, backing.place(pro.fetchOffset(0x400D0000)));
        int open = pro.fetchEntry(0x400D0000);
        pro.cacheConfigured(false, ALL_OPEN, 0x10000, 0x8000);
        assertNotEquals(open, pro.fetchEntry(0x400D0000));
    }

    /** Blocks are decoded that are never executed, such as those of a region that another machine has found hot. */
    @Test
    void whoOnlyLooksForCodeDoesNothingIllegal() {
        pro.mmuEntry(77, 1);
        pro.cacheConfigured(true, 1, 0x10000, 0x8000);
        assertTrue(pro.presentFetchOffset(0x400D0000) < 0);
        assertTrue(pro.presentFetchOffset(0x60000000) < 0);
        assertEquals(List.of(), illegal);
        assertThrows(GuestFault.class, () -> pro.fetchOffset(0x400D0000));
        assertEquals(List.of("0 IRAM0 400d0000"), illegal);
        open(pro);
        assertEquals(pro.fetchOffset(0x400D0000), pro.presentFetchOffset(0x400D0000));
    }

    @Test
    void smallerFlashPagesMoveTheWindow() {
        backing.set(Backing.FLASH + 0x8000, 0x77);
        pro.cacheConfigured(true, ALL_OPEN, 0x8000, 0x8000);
        pro.mmuEntry(3, 1);
        assertEquals(0x77, pro.load8(0x3F418000));
    }

    @Test
    void psramIsWrittenThroughItsWindow() {
        open(pro);
        open(app);
        pro.mmuEntry(1152, 5);
        app.mmuEntry(1152 + 127, 5);
        pro.store32(0x3F800004, 99);
        assertEquals(99, app.load32(0x3F800000 + 127 * 0x8000 + 4));
        assertEquals(99, backing.get(backing.psram() + 5 * 0x8000 + 4));
    }

    @Test
    void storesToFlashVanish() {
        open(pro);
        pro.mmuEntry(0, 0);
        pro.store32(0x3F400000, 1);
        assertEquals(0, pro.load32(0x3F400000));
    }

    @Test
    void codeInSram1MakesItsPageSlowForStoresUntilItIsOverwritten() {
        int offset = pro.fetchOffset(0x400BFFF8);
        pro.codeDecoded(offset);
        pro.store32(0x3FFE0100, 1);
        assertEquals(true, code.hasCode(offset >>> 12));
        pro.store8(0x3FFE0005, 1);
        assertEquals(false, code.hasCode(offset >>> 12));
        assertEquals(1 << 8, pro.load32(0x3FFE0004));
    }

    @Test
    void peripheralsAnswerOnBothBuses() {
        bus.write(0x3FF40078, 0x1234, 4);
        assertEquals(0x1234, pro.load32(0x60000078));
        assertEquals(0x34, pro.load8(0x3FF40078));
        assertFault(ExceptionCause.LOAD_STORE_ALIGNMENT, 0x3FF40079, () -> pro.load32(0x3FF40079));
    }

    @Test
    void reservedPagesAreStorage() {
        pro.store32(0x3FF76000, 5);
        assertEquals(5, pro.load32(0x60036000));
        List<String> unknown = new ArrayList<>();
        bus.onUnknown((block, offset, write, value) -> unknown.add(block + " " + offset));
        assertEquals(5, pro.load32(0x3FF76000));
        assertEquals(0, pro.load32(0x3FF77008));
        assertEquals(List.of("reserved 0x3ff76000 0", "reserved 0x3ff77000 8"), unknown);
    }
}
