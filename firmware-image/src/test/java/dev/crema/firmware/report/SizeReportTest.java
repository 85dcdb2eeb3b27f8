package dev.crema.firmware.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.HandMadeElf;
import dev.crema.firmware.Partition;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.report.Contributors.Contributor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SizeReportTest {
    private static final String MAP = """
            Archive member included to satisfy reference by file (symbol)

            Linker script and memory map

            .text           0x40080000       0x40
             .text.app_main
                            0x40080000       0x10 esp-idf/main/libmain.a(hello_world_main.c.obj)
                                             0x14 (size before relaxing)
             .text.f        0x40080010       0x20 /opt/gcc/libgcc.a(_divdi3.o)
             *fill*         0x40080030        0x4
             .text          0x40080034        0x0 nothing.o
             .text          0x40080034        0x8 main.o
            """;

    private static ElfFile elf() {
        return ElfFile.parse(ByteView.of("app.elf", new HandMadeElf().code(".text", 0x40080000, new byte[0x40])
                .function("_ZN4core3fmt5write17h0123456789abcdefE", 0x40080000, 0x10, 1)
                .function("_RNvCs1234_7mycrate3foo", 0x40080010, 0x8, 1)
                .function("_ZN5alloc3vec4push17h0123456789abcdefE", 0x40080018, 0x8, 1)
                .function("_RNvCs1234_7mycrate3bar", 0x40080018, 0x10, 1)
                .function("plain", 0x40080028, 0x10, 1).bytes()));
    }

    /** What espflash prints for these sizes. */
    @Test
    void lineIsThatOfEspflash() {
        assertEquals("App/part. size:    3,713,000/4,194,304 bytes, 88.52%", SizeReport.line(3_713_000, 4_194_304));
        assertEquals("App/part. size:    180,064/4,128,768 bytes, 4.36%", SizeReport.line(180_064, 4_128_768));
        assertEquals("App/part. size:    137,536/4,128,768 bytes, 3.33%", SizeReport.line(137_536, 4_128_768));
        assertEquals("App/part. size:    1/1 bytes, 100.00%", SizeReport.line(1, 1));
    }

    @Test
    void symbolsAreGroupedByCrateAndCountedOnce() {
        assertEquals(List.of(new Contributor("core", 16), new Contributor("mycrate", 16), new Contributor("plain", 16),
                new Contributor("(.text, without symbols)", 8), new Contributor("alloc", 8)),
                Contributors.of(elf(), Optional.empty()));
    }

    @Test
    void mapFileNamesLibraries() {
        LinkerMap map = LinkerMap.parse(ByteView.of("app.map", MAP.getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of(new Contributor("libgcc.a", 32), new Contributor("libmain.a", 16), new Contributor("main.o", 8),
                new Contributor("(.text, of no library)", 4), new Contributor("(alignment)", 4)),
                Contributors.of(elf(), Optional.of(map)));
        assertThrows(FirmwareException.class, () -> LinkerMap.parse(ByteView.of("x.map", new byte[10])));
    }

    @Test
    void contributorsAreListedWithTheirShare() {
        assertEquals("""
                       1,000   50.0%  big
                         600   30.0%  (2 others)
                """, SizeReport.contributors(List.of(new Contributor("big", 1000), new Contributor("a", 500),
                        new Contributor("b", 100)), 2000, 1));
    }

    @Test
    void applicationThatDoesNotFitIsNamedWithItsLargestParts() {
        Partition partition = new Partition("factory", 0, 0, 0x10000, 0x10000, 0);
        SizeReport.requireFits("app.bin", 0x10000, partition, Optional.empty());
        String message = assertThrows(FirmwareException.class,
                () -> SizeReport.requireFits("app.bin", 0x10001, partition, Optional.of(elf()))).getMessage();
        assertEquals("app.bin has 65,537 bytes, which is 1 bytes more than partition \"factory\" holds (65,536) "
                + "(the most is taken by: core 16, mycrate 16, plain 16, (.text, without symbols) 8, alloc 8); "
                + "make the application smaller or the partition larger.", message);
    }
}
