package dev.crema.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ImageConversion;
import dev.crema.firmware.report.PartitionReport;
import dev.crema.firmware.report.SizeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same program gives the same image and the same text as espflash gives. */
class EspflashComparisonTest {
    @TempDir
    private Path folder;

    static Stream<HandMadeElf> programs() {
        return Stream.of(HandMadeElf.program(), HandMadeElf.program().withProgramHeaders(), HandMadeElf.espHal("esp32"),
                new HandMadeElf().code(".text", 0x400D0018, HandMadeElf.pattern(0x1FFE0, 1))
                        .data(".rodata", 0x3F408000, HandMadeElf.pattern(0x7FF0, 2))
                        .code(".iram", 0x40080400, HandMadeElf.pattern(100_000, 3)),
                new HandMadeElf().data(".c", 0x3FFB0018, HandMadeElf.pattern(8, 3))
                        .data(".a", 0x3FFB0000, HandMadeElf.pattern(13, 1)).data(".b", 0x3FFB0010, HandMadeElf.pattern(7, 2))
                        .data(".rodata", 0x3F400100, HandMadeElf.pattern(333, 4))
                        .code(".text", 0x400E1234, HandMadeElf.pattern(99, 5)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("programs")
    void convertsElfFilesAlike(HandMadeElf elf) throws IOException {
        byte[] bytes = elf.bytes();
        Files.write(folder.resolve("in.elf"), bytes);
        String text = FieldTools.run(folder, FieldTools.espflash(), "save-image", "--chip", "esp32", "--ignore_app_descriptor",
                "--skip-update-check", "in.elf", "out.bin");
        byte[] ours = ImageConversion.espflash().convert(ElfFile.parse(ByteView.of("in.elf", bytes)));
        assertEquals(-1, Arrays.mismatch(Files.readAllBytes(folder.resolve("out.bin")), ours));
        String line = SizeReport.line(ours.length, PartitionTable.espflashDefault(4 << 20).defaultApp().orElseThrow().size());
        assertTrue(text.contains(line + "\n"), () -> text + line);
    }

    @Test
    void drawsPartitionTablesAlike() throws IOException {
        String csv = "nvs,data,nvs,0x9000,24K\nphy_init,data,phy,0xf000,4K\nfactory,app,factory,0x10000,1M\nota_3,app,ota_3,,1M\n"
                + "storage,data,spiffs,,100K,encrypted\ncoredump,data,coredump,,64K,\n";
        Files.writeString(folder.resolve("in.csv"), csv);
        assertEquals(FieldTools.run(folder, FieldTools.espflash(), "partition-table", "--skip-update-check", "in.csv"),
                PartitionReport.table(PartitionCsv.parse(FirmwareFiles.read(folder.resolve("in.csv")), 0x8000)));
    }
}
