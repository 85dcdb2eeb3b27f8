package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** ets_printf, alone and against the real one. */
class PrintfTest {
    private static final int ETS_PRINTF = 0x40007D54;

    static final List<String> FORMATS = List.of("plain\n", "%d|%d|%d", "%5d|%-5d|%05d", "%-05d|", "%u %x %X", "%08x %#x", "%p",
            "%s|%10s|%-10s|", "%.3d %8.3x", "%c%c%c", "%%", "%d%%\n", "%s%%|", "%-5s%%|", "%i", "%ld %lu %lx", "%lld|%lld",
            "%llu|%llx", "%20lld|%-20lld|%020lld", "%5c|", "%5%|%05%|", "%5q|%d", "%D %U %S %C", "%3d%%%3d", "%l", "a\r\nb\n", "%",
            "%7p|%-12p|", "%d %d %d %d %d %d %d %d %d");

    @ParameterizedTest
    @CsvSource(textBlock = """
            '%d apples', -3, '-3 apples'
            '%05d', -42, '-0042'
            '%-6x|', 255, 'ff    |'
            '%08X', 48879, '0000BEEF'
            '%p', 4096, '0x00001000'
            '%c', 65, 'A'
            '%i', 7, '%i'
            """)
    void formats(String format, int argument, String expected) {
        RomBench bench = RomBench.java();
        bench.call(ETS_PRINTF, bench.string(format), argument);
        assertEquals(expected, bench.console());
    }

    @Test
    void printsStringsAndNull() {
        RomBench bench = RomBench.java();
        int count = bench.call(ETS_PRINTF, bench.string("[%s] [%6s] %s\n"), bench.string("rom"), bench.string("x"), 0);
        assertEquals("[rom] [     x] <null>\r\n", bench.console());
        assertEquals(22, count);
    }

    @Test
    void writesToBothPlaces() {
        RomBench bench = RomBench.java();
        StringBuilder second = new StringBuilder();
        bench.memory().store32(0x3FFAE010, bench.callback(call -> second.append((char) call.octet(0))));
        bench.call(ETS_PRINTF, bench.string("%d\n"), 12);
        assertEquals("12\r\n", bench.console());
        assertEquals("12\n", second.toString());
    }

    @ParameterizedTest
    @FieldSource("FORMATS")
    void agreesWithTheRealRom(String format) {
        RomBench real = RomBench.real();
        RomBench java = RomBench.java();
        int[] numbers = {0, 1, -1, 12345, -12345, 0x7FFFFFFF, 0x80000000, 99, 65};
        for (int first = 0; first < numbers.length; first++) {
            assertEquals(print(real, format, numbers, first), print(java, format, numbers, first), format);
        }
    }

    private static String print(RomBench bench, String format, int[] numbers, int first) {
        boolean strings = format.contains("s") || format.contains("S");
        int word = strings ? bench.string("word") : 0;
        int[] arguments = IntStream.range(0, 10)
                .map(i -> i == 0 ? bench.string(format) : strings ? word : numbers[(first + i) % numbers.length])
                .toArray();
        int count = bench.call(ETS_PRINTF, arguments);
        return count + ": " + bench.console();
    }
}
