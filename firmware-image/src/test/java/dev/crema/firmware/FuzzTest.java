package dev.crema.firmware;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import dev.crema.firmware.dwarf.SourceLocator;
import dev.crema.firmware.elf.ElfFile;
import dev.crema.firmware.elf.ImageConversion;
import dev.crema.firmware.nvs.NvsCsv;
import dev.crema.firmware.nvs.NvsPartition;
import dev.crema.firmware.nvs.NvsVersion;
import dev.crema.firmware.report.Contributors;
import dev.crema.firmware.report.ImageInfo;
import dev.crema.firmware.report.LinkerMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a file holds, reading it ends, and in a sentence at worst. The time limits are for loops without an end. */
class FuzzTest {
    private static final int[] ADDRESSES = {0x400D0024, 0x400D0040, 0x400D005F, 0x40080000, 0x400D0100, 0, -1};

    /** What is read, how often of fifty times, and from what it starts. */
    enum Format {
        IMAGE(20, HandMade.app(), HandMade.ramProgram()) {
            @Override
            void read(ByteView bytes) {
                EspImage image = EspImage.parse(bytes);
                ImageInfo.ofFile(bytes);
                image.verify();
            }
        },
        FLASH(1, HandMade.app(), HandMade.ramProgram(), merged(), HandMadeElf.program().bytes()) {
            @Override
            void read(ByteView bytes) {
                FlashImage.builder().bytes(bytes).build();
            }
        },
        ELF(5, new HandMadeElf().code(".text", 0x400D0020, new byte[256])
                .data(".flash.appdesc", 0x3F400020, HandMade.appDescriptor()).data(".data", 0x3FFB0000, new byte[33])
                .function("_ZN3foo3barEv", 0x400D0020, 64, 1).label("x", 0x400D0080, 1)
                .withProgramHeaders().bytes()) {
            @Override
            void read(ByteView bytes) {
                ElfFile elf = ElfFile.parse(bytes);
                Contributors.of(elf, Optional.empty());
                ImageConversion.espflash().convert(elf);
                ImageConversion.esptool().convert(elf);
            }
        },
        DEBUGGING(7, Fixtures.read("inlined-dwarf4.elf"), Fixtures.read("inlined-dwarf5.elf")) {
            @Override
            void read(ByteView bytes) {
                SourceLocator locator = new SourceLocator(ElfFile.parse(bytes));
                for (int address : ADDRESSES) {
                    locator.framesAt(address);
                }
            }
        },
        PARTITIONS(7, PartitionTable.espflashDefault(4 << 20).toBytes()) {
            @Override
            void read(ByteView bytes) {
                PartitionTable table = PartitionTable.parse(bytes.slice(0, Math.min(bytes.size(), 512)));
                PartitionCsv.write(table);
                table.toBytes();
            }
        },
        PARTITION_CSV(3, text("nvs,data,nvs,0x9000,24K\nphy,data,phy,,0x1000\nf,app,factory,,1M,encrypted\nx,0x40,5,,-4M\n")) {
            @Override
            void read(ByteView bytes) {
                PartitionCsv.parse(bytes, PartitionTable.DEFAULT_OFFSET).toBytes();
            }
        },
        NVS(4, NvsCsv.create(ByteView.of("x", text(NVS_CSV)), Path.of(""), 0x3000, NvsVersion.V2),
                NvsCsv.create(ByteView.of("x", text(NVS_CSV)), Path.of(""), 0x3000, NvsVersion.V1)) {
            @Override
            void read(ByteView bytes) {
                NvsPartition partition = NvsPartition.parse(bytes.slice(0, bytes.size() & ~0xfff));
                NvsCsv.write(partition);
                partition.toBytes();
            }
        },
        NVS_CSV_TEXT(1, text(NVS_CSV)) {
            @Override
            void read(ByteView bytes) {
                NvsCsv.create(bytes, Path.of("nowhere"), 0x3000, NvsVersion.V2);
            }
        },
        JSON(1, text("{\"flash_files\": {\"0x1000\": \"a\\u0041\"}, \"a\": [1, -2.5, true, null], \"b\": {\"c\": [[]]}}")) {
            @Override
            void read(ByteView bytes) {
                Json.object(bytes);
            }
        },
        MAP(1, text("Linker script and memory map\n .text 0x40080000 0x10 a/libb.a(c.o)\n *fill* 0x40080010 0x4\n")) {
            @Override
            void read(ByteView bytes) {
                LinkerMap.parse(bytes);
            }
        };

        private final int share;
        private final List<byte[]> seeds;

        Format(int share, byte[]... seeds) {
            this.share = share;
            this.seeds = List.of(seeds);
        }

        abstract void read(ByteView bytes);
    }

    private static final String NVS_CSV = """
            key,type,encoding,value
            wifi,namespace,,
            ssid,data,string,"home"
            channel,data,u8,11
            nvs,namespace,,
            least,data,i64,-9223372036854775808
            blob,data,hex2bin,00112233445566778899aabbccddeeff
            field,data,blob_sz_fill(6;0xAA),abc
            """;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** From 0x1000, as small as can be. */
    private static byte[] merged() {
        byte[] flash = new byte[0xf200];
        Arrays.fill(flash, (byte) 0xff);
        System.arraycopy(HandMade.ramProgram(), 0, flash, 0, HandMade.ramProgram().length);
        byte[] table = PartitionTable.espflashDefault(4 << 20).toBytes();
        System.arraycopy(table, 0, flash, 0x7000, table.length);
        System.arraycopy(HandMade.app(), 0, flash, 0xf000, HandMade.app().length);
        return flash;
    }

    /** Fifty thousand damaged files in all. */
    @ParameterizedTest
    @EnumSource
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void damagedFilesAreReadOrRefused(Format format) {
        fuzz(format, format.seeds, format.share * 1_000, 1);
    }

    /** A million, those of real images among them if there are any. */
    @ParameterizedTest
    @EnumSource
    @Tag("nightly")
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void manyDamagedFilesAreReadOrRefused(Format format) {
        List<byte[]> seeds = new ArrayList<>(format.seeds);
        if (format == Format.IMAGE && System.getProperty("crema.corpus", System.getenv("CREMA_CORPUS")) != null) {
            Path fixture = FieldTools.corpus().resolve("pe/tests/fixtures/hello_world_esp32/build/bootloader/bootloader.bin");
            seeds.add(FirmwareFiles.read(fixture).toArray());
        }
        fuzz(format, seeds, format.share * 20_000, 2);
    }

    private static void fuzz(Format format, List<byte[]> seeds, int count, int round) {
        int refused = 0;
        for (int i = 0; i < count; i++) {
            byte[] bytes = new Mutator(1_000_003L * round + 31L * i + format.ordinal()).mutate(seeds.get(i % seeds.size()));
            try {
                format.read(ByteView.of("file", bytes));
            } catch (FirmwareException sentence) {
                refused++;
                String message = sentence.getMessage();
                assertFalse(message.contains("\n") || !message.endsWith("."), message);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                fail("%s, case %d".formatted(format, i), e);
            }
        }
        assertFalse(refused == 0, "nothing was ever refused");
    }
}
