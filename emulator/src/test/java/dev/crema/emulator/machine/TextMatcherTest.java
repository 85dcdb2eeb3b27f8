package dev.crema.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextMatcherTest {
    private static int matches(String text, String stream) {
        TextMatcher matcher = new TextMatcher(text.getBytes(StandardCharsets.UTF_8));
        int count = 0;
        for (byte each : stream.getBytes(StandardCharsets.UTF_8)) {
            count += matcher.accept(each & 0xff) ? 1 : 0;
        }
        return count;
    }

    @Test
    void findsATextInTheMiddle() {
        assertEquals(1, matches("ready", "not yet, ready now"));
    }

    @Test
    void findsOverlappingOccurrences() {
        assertEquals(3, matches("aa", "aaaa"));
        assertEquals(2, matches("abab", "ababab"));
    }

    @Test
    void fallsBackIntoThePrefix() {
        assertEquals(1, matches("aab", "aaab"));
        assertEquals(1, matches("abcabd", "abcabcabd"));
    }

    @Test
    void comparesBytesBeyondAscii() {
        assertEquals(1, matches("é", "caf\u00e9"));
        assertEquals(0, matches("x", "abc"));
    }
}
