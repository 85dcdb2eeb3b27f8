package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StringFunctionsTest {
    private static final int A = 0x3FFB0001;
    private static final int B = 0x3FFB1002;
    private static final int REST = 0x3FFB2000;

    private final RomGuest guest = RomGuest.java();

    private int call(int function, String a, String b) {
        return guest.call(function, guest.put(A, a), guest.put(B, b));
    }

    private int call(int function, String a, String b, int n) {
        return guest.call(function, guest.put(A, a), guest.put(B, b), n);
    }

    @Test
    void lengths() {
        assertEquals(0, guest.call(0x400014C0, guest.put(A, "")));
        assertEquals(11, guest.call(0x400014C0, guest.put(A, "hello world")));
        assertEquals(3, guest.call(0x4000C628, guest.put(A, "hello"), 3));
    }

    @Test
    void comparisonsGiveTheDifferenceOfTheOctets() {
        assertEquals(0, call(0x40001274, "same", "same"));
        assertEquals('a' - 'b', call(0x40001274, "a", "b"));
        assertEquals(0xE4 - 'a', call(0x40001274, "\u00e4", "a"));
        assertEquals('c', call(0x40001274, "abc", "ab"));
        assertEquals(0, call(0x4000C5F4, "abc", "abd", 2));
        assertEquals(-1, call(0x4000C5F4, "abc", "abd", 3));
        assertEquals(0, call(0x400011CC, "Content-Length", "content-length"));
        assertEquals(0, call(0x40001550, "KEEP-alive", "keep-ALIVE; x", 10));
    }

    @Test
    void copies() {
        assertEquals(A, call(0x400013AC, "", "copied"));
        assertEquals("copied", guest.text(A));
        call(0x400015D4, "xxxxxxxx", "ab", 5);
        assertEquals("ab", guest.text(A));
        assertEquals(0, guest.memory.load8(A + 4));
        assertEquals('x', guest.memory.load8(A + 5));
        call(0x4000C518, "one, ", "two");
        assertEquals("one, two", guest.text(A));
        call(0x4000C5C4, "one, ", "two", 1);
        assertEquals("one, t", guest.text(A));
        assertEquals(11, call(0x4000C584, "", "hello world", 6));
        assertEquals("hello", guest.text(A));
        assertEquals(8, call(0x40001470, "one, ", "two", 8));
        assertEquals("one, tw", guest.text(A));
    }

    @Test
    void searches() {
        assertEquals(A + 2, guest.call(0x4000C53C, guest.put(A, "hello"), 'l'));
        assertEquals(A + 3, guest.call(0x40001708, guest.put(A, "hello"), 'l'));
        assertEquals(0, guest.call(0x4000C53C, guest.put(A, "hello"), 'x'));
        assertEquals(A + 5, guest.call(0x4000C53C, guest.put(A, "hello"), 0));
        assertEquals(A + 6, call(0x4000C674, "hello world", "wor"));
        assertEquals(0, call(0x4000C674, "hello", "hellos"));
        assertEquals(A + 6, call(0x40001210, "hello WORLD", "wor"));
        assertEquals(3, call(0x4000C558, "key=value", "=:"));
        assertEquals(3, call(0x4000C648, "  \tx", " \t"));
    }

    @Test
    void aLongSearchLetsInterruptsInAndGoesOn() {
        int found = call(0x4000C674, "a".repeat(3000) + "b", "a".repeat(500) + "b");
        assertEquals(A + 2500, found);
    }

    @Test
    void tokens() {
        guest.put(B, " ,");
        assertEquals(A + 1, guest.call(0x4000C70C, guest.put(A, " one,, two"), B, REST));
        assertEquals("one", guest.text(A + 1));
        assertEquals(A + 7, guest.call(0x4000C70C, 0, B, REST));
        assertEquals(0, guest.call(0x4000C70C, 0, B, REST));
        guest.memory.store32(REST, guest.put(A, "a,,b"));
        assertEquals("a", guest.text(guest.call(0x40001734, REST, B)));
        assertEquals("", guest.text(guest.call(0x40001734, REST, B)));
        assertEquals("b", guest.text(guest.call(0x40001734, REST, B)));
    }

    @Test
    void cases() {
        guest.call(0x4000174C, guest.put(A, "Stra\u00dfe 5"));
        assertEquals("STRA\u00dfE 5", guest.text(A));
        guest.call(0x40001524, A);
        assertEquals("stra\u00dfe 5", guest.text(A));
    }
}
