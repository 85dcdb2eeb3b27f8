package dev.crema.emulator.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.firmware.FlashImage;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.samples.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PanicDecoderTest {
    private static final FlashImage HELLO = Samples.hello();
    private static final ElfFile ELF = HELLO.elf().orElseThrow();

    private final PanicDecoder decoder = new PanicDecoder(new Symbolizer(ELF));

    @Test
    void addressesOfCodeAreLocated() {
        int main = ELF.symbols().address("main").orElseThrow();
        String line = "Backtrace: 0x%08x:0x3ffb1000 0x%08x:0x3ffb1020 |<-CORRUPTED".formatted(main + 3, main);
        List<String> explanations = decoder.explain("\033[0;31m" + line + "\033[0m\r");
        assertEquals(List.of("0x%08x: main".formatted(main + 3), "0x%08x: main".formatted(main)),
                explanations.stream().map(text -> text.replaceAll(" at .*", "")).toList());
    }

    @Test
    void otherLinesAreLeftAlone() {
        int main = ELF.symbols().address("main").orElseThrow();
        for (String line : List.of("", "hello: done", "0x3ffb0000", "0x4000", "entry 0x%08x".formatted(main),
                "load:0x%08x,len:4".formatted(main))) {
            assertEquals(List.of(), decoder.explain(line), line);
        }
    }

    @Test
    void theCauseOfAPanicIsExplained() {
        assertEquals(List.of("IntegerDivideByZero: the program divided by zero"),
                decoder.explain("Guru Meditation Error: Core  0 panic'ed (IntegerDivideByZero). Exception was unhandled."));
        assertEquals(List.of(), decoder.explain("Guru Meditation Error: Core  0 panic'ed (Whatever)"));
    }

    /** The register dump of ESP-IDF's panic handler, shortened. */
    @Test
    void theRegistersThatMatterAreExplained() {
        int main = ELF.symbols().address("main").orElseThrow();
        assertEquals(List.of("PC 0x%08x: main".formatted(main), "A0 0x%08x: called from main".formatted(main + 6 & 0x3fffffff | 0x80000000)),
                decoder.explain("PC      : 0x%08x  PS      : 0x00060b30  A0      : 0x%08x  A1      : 0x3ffb5c50"
                        .formatted(main, main + 6 & 0x3fffffff | 0x80000000)).stream().map(text -> text.replaceAll(" at .*", "")).toList());
        assertEquals(List.of(), decoder.explain("A14     : 0x%08x  A15     : 0x00000001  SAR     : 0x00000004  EXCCAUSE: 0x0000001c"
                .formatted(main)));
        assertEquals(List.of("EXCVADDR 0x00000010: a null pointer plus 16"),
                decoder.explain("EXCVADDR: 0x00000010  LBEG    : 0x4000c46c  LEND    : 0x4000c477  LCOUNT  : 0x00000000"));
    }

    @Test
    void anAddressThatNobodyAccessedIsNotExplained() {
        decoder.explain("A14     : 0x00000000  A15     : 0x00000001  SAR     : 0x00000004  EXCCAUSE: 0x00000006");
        assertEquals(List.of(), decoder.explain("EXCVADDR: 0x00000010  LBEG    : 0x4000c46c"));
    }
}
