package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.xtensa.SpecialRegister;
import org.junit.jupiter.api.Test;

/** libgcc's arithmetic on integers and floating point, and the numbers of stdlib. */
class ArithmeticTest {
    private static final int BUFFER = 0x3FFB0000;

    private final RomGuest guest = RomGuest.java();

    private long wide(int function, long a, long b) {
        guest.call(function, (int) a, (int) (a >>> 32), (int) b, (int) (b >>> 32));
        return guest.wideResult();
    }

    private static int bits(float value) {
        return Float.floatToRawIntBits(value);
    }

    @Test
    void words() {
        assertEquals(-3, guest.call(0x4000C7B8, -7, 2));
        assertEquals(-1, guest.call(0x4000C7C0, -7, 2));
        assertEquals(0x7FFFFFFC, guest.call(0x4000C7C8, -7, 2));
        assertEquals(1, guest.call(0x4000C7D0, -7, 2));
        assertEquals(31, guest.call(0x4000C7E8, 1));
        assertEquals(4, guest.call(0x4000C7F0, 0x30));
        assertEquals(5, guest.call(0x4000C804, 0x30));
        assertEquals(0, guest.call(0x4000C804, 0));
        assertEquals(17, guest.call(0x40002ED0, 0x00FFFF80));
        assertEquals(0x78563412, guest.call(0x40064AE0, 0x12345678));
        assertEquals(0x1000, guest.call(0x4000AB7C, 0xF01, 0x100));
    }

    @Test
    void longWords() {
        assertEquals(-1_000_000_000_000L / 7, wide(0x4000CA84, -1_000_000_000_000L, 7));
        assertEquals(-1_000_000_000_000L % 7, wide(0x4000CD4C, -1_000_000_000_000L, 7));
        assertEquals(Long.divideUnsigned(-2, 10), wide(0x4000CFF8, -2, 10));
        assertEquals(Long.remainderUnsigned(-2, 10), wide(0x4000D280, -2, 10));
        assertEquals(123_456_789_012L * 987, wide(0x4000C9FC, 123_456_789_012L, 987));
        assertEquals(0x1234L << 40, wide(0x4000C818, 0x1234, 40));
        assertEquals(-1, wide(0x4000C830, -2, 1));
        assertEquals(Long.MAX_VALUE, wide(0x4000C84C, -2, 1));
        wide(0x40063820, -1, 1);
        assertEquals(0, guest.core.a(10));
        wide(0x40063840, -1, 1);
        assertEquals(2, guest.core.a(10));
    }

    @Test
    void divisionByZeroIsTheException() {
        guest.call(0x4000C7B8, 1, 0);
        assertTrue(guest.faulted());
        assertTrue(guest.fault().startsWith("cause 6 "));
        wide(0x4000CFF8, 1, 0);
        assertTrue(guest.faulted());
    }

    @Test
    void doubles() {
        assertEquals(0.1 + 0.2, guest.callDouble(0x40002590, 0.1, 0.2));
        assertEquals(0.1 - 0.2, guest.callDouble(0x400026E4, 0.1, 0.2));
        assertEquals(Math.PI * Math.E, guest.callDouble(0x4006358C, Math.PI, Math.E));
        assertEquals(1 / 3.0, guest.callDouble(0x40002954, 1, 3));
        assertEquals(Double.MIN_VALUE, guest.callDouble(0x40002954, Double.MIN_NORMAL, 0x1p52));
        assertEquals(Double.NEGATIVE_INFINITY, guest.callDouble(0x40002954, -1, 0));
        assertTrue(Double.isNaN(guest.callDouble(0x400026E4, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)));
    }

    @Test
    void comparisonsOfNaNAreFalse() {
        guest.callDouble(0x400636A8, Double.NaN, Double.NaN);
        assertEquals(1, guest.core.a(10));
        guest.callDouble(0x40063768, Double.NaN, 0);
        assertEquals(-1, guest.core.a(10));
        guest.callDouble(0x40063790, 1, 2);
        assertEquals(-1, guest.core.a(10));
        guest.callDouble(0x400636A8, 0.0, -0.0);
        assertEquals(0, guest.core.a(10));
        guest.callDouble(0x400637F4, 1, Double.NaN);
        assertEquals(1, guest.core.a(10));
    }

    @Test
    void conversions() {
        guest.callDouble(0x40002A78, -1.99, 0);
        assertEquals(-1, guest.core.a(10));
        guest.callDouble(0x40002A78, 1e10, 0);
        assertEquals(Integer.MAX_VALUE, guest.core.a(10));
        guest.callDouble(0x40002B30, 4e9, 0);
        assertEquals((int) 4_000_000_000L, guest.core.a(10));
        guest.callDouble(0x40002B90, 0.1, 0);
        assertEquals(bits(0.1f), guest.core.a(10));
        guest.call(0x40002C34, bits(0.1f));
        assertEquals(Double.doubleToRawLongBits(0.1f), guest.wideResult());
        guest.call(0x4000C938, -1);
        assertEquals(Double.doubleToRawLongBits(4_294_967_295.0), guest.wideResult());
        wide(0x4000C978, -1, 0);
        assertEquals(Double.doubleToRawLongBits(0x1p64), guest.wideResult());
    }

    @Test
    void floats() {
        assertEquals(bits(0.1f + 0.2f), guest.call(0x400020E8, bits(0.1f), bits(0.2f)));
        assertEquals(bits(1 / 3f), guest.call(0x4000234C, bits(1), bits(3)));
        assertEquals(bits(Float.MIN_VALUE), guest.call(0x400632C8, bits(0x1p-100f), bits(0x1p-49f)));
        assertEquals(bits(243), guest.call(0x4006389C, bits(3), 5));
        assertEquals(bits(1 / 8f), guest.call(0x4006389C, bits(2), -3));
    }

    @Test
    void digits() {
        assertEquals(BUFFER, guest.call(0x400566B4, -1234, BUFFER, 10));
        assertEquals("-1234", guest.text(BUFFER));
        guest.call(0x400566B4, -1, BUFFER, 16);
        assertEquals("ffffffff", guest.text(BUFFER));
        guest.call(0x40056258, 35, BUFFER, 36);
        assertEquals("z", guest.text(BUFFER));
        assertEquals(0, guest.call(0x400566B4, 5, BUFFER, 1));
        assertEquals("", guest.text(BUFFER));
        guest.call(0x40056348, -17, 5);
        assertEquals(0xFFFFFFFE_FFFFFFFDL, guest.wideResult());
    }

    /** Overflow of -ftrapv goes on at abort(), which the application defines. */
    @Test
    void trappingArithmeticAborts() {
        assertEquals(5, guest.call(0x40002C98, 2, 3));
        int table = BUFFER;
        guest.memory.store32(0x3FFAE020, table);
        guest.memory.store32(table + 0x14, RomGuest.RETURN);
        guest.call(0x40002C98, Integer.MAX_VALUE, 1);
        // Come there not by returning, but by a call from the ROM's abort().
        assertTrue(guest.core.special(SpecialRegister.WINDOWBASE) > 0);
    }
}
