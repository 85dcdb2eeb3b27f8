package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The C locale, and the sets of characters of scanf. */
class LocaleTest {
    private static final int SETLOCALE_R = 0x4005950C;
    private static final int LOCALECONV_R = 0x40059560;
    private static final int TIME_LOCALE = 0x40001834;
    private static final int CHARSET = 0x40059540;
    private static final int MSGCHARSET = 0x40059550;
    private static final int MB_CUR_MAX = 0x40059548;
    private static final int WCRTOMB_R = 0x400588D8;
    private static final int SCCL = 0x4000C498;
    private static final int LCONV_STRINGS = 10;
    private static final int TIME_STRINGS = 58;

    static final List<String> SETS = List.of("a-z]x", "^a-z]", "abc]", "^]", "]", "]a]", "a-]b", "z-a]", "a-c-e]", "-a]", "0-9,+-]%n",
            "a-", "", "^", "\u00e0-\u00ff]", "a--c]");

    /** All that can be asked. */
    private static List<String> locale(RomBench bench) {
        List<String> answers = new ArrayList<>();
        for (String name : List.of("C", "POSIX", "", "de_DE", "CC", "POSIXX")) {
            int result = bench.call(SETLOCALE_R, 0, 0, bench.string(name));
            answers.add(result == 0 ? "none" : bench.text(result));
        }
        answers.add(bench.text(bench.call(SETLOCALE_R, 0, 0, 0)));
        strings(bench, bench.call(LOCALECONV_R, 0), LCONV_STRINGS, answers);
        strings(bench, bench.call(TIME_LOCALE), TIME_STRINGS, answers);
        answers.add(bench.text(bench.call(CHARSET)));
        answers.add(bench.text(bench.call(MSGCHARSET)));
        answers.add("" + bench.call(MB_CUR_MAX));
        for (int character : new int[] {0, 'a', 0xFF, 0x100}) {
            int reent = bench.words(0);
            int to = bench.words(0);
            int state = bench.words(1, 2);
            answers.add(bench.call(WCRTOMB_R, reent, to, character, state) + " " + bench.wordsAt(to, 1)[0] + " "
                    + bench.wordsAt(reent, 1)[0] + " " + bench.wordsAt(state, 1)[0]);
        }
        return answers;
    }

    private static void strings(RomBench bench, int address, int count, List<String> answers) {
        for (int pointer : bench.wordsAt(address, count)) {
            answers.add(bench.text(pointer));
        }
    }

    @Test
    void isThatOfC() {
        List<String> answers = locale(RomBench.java());
        assertEquals(List.of("C", "C", "C", "none", "none", "none", "C", "."), answers.subList(0, 8));
    }

    @Test
    void isThatOfTheRealRom() {
        assertEquals(locale(RomBench.real()), locale(RomBench.java()));
    }

    @ParameterizedTest
    @FieldSource("SETS")
    void readsSetsAsTheRealRom(String set) {
        assertEquals(members(RomBench.real(), set), members(RomBench.java(), set));
    }

    private static String members(RomBench bench, String set) {
        int table = bench.allocate(256);
        int format = bench.string(set);
        int end = bench.call(SCCL, table, format);
        StringBuilder members = new StringBuilder("ends at " + (end - format) + ":");
        for (int c = 0; c < 256; c++) {
            if (bench.memory().load8(table + c) != 0) {
                members.append(' ').append(c);
            }
        }
        return members.toString();
    }
}
