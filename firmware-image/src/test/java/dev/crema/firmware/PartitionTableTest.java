package dev.crema.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionTableTest {
    private static final String OTA = """
            # Name, Type, SubType, Offset, Size, Flags
            nvs,      data, nvs,     0x9000, 16K,
            otadata,  data, ota,     ,       8K,
            phy_init, data, phy,     ,       4K,

            factory,  app,  factory, ,       1M,
            ota_0,    app,  ota_0,   ,       1M,
            storage,  data, 0x40,    ,       -4M, encrypted:readonly
            """;

    private static PartitionTable csv(String text) {
        return PartitionCsv.parse(ByteView.of("p.csv", text.getBytes(StandardCharsets.UTF_8)), PartitionTable.DEFAULT_OFFSET);
    }

    private static String refusal(String text) {
        return assertThrows(FirmwareException.class, () -> csv(text)).getMessage();
    }

    @Test
    void emptyOffsetsAreFilledIn() {
        assertEquals(List.of(
                new Partition("nvs", 1, 2, 0x9000, 0x4000, 0),
                new Partition("otadata", 1, 0, 0xd000, 0x2000, 0),
                new Partition("phy_init", 1, 1, 0xf000, 0x1000, 0),
                new Partition("factory", 0, 0, 0x10000, 0x100000, 0),
                new Partition("ota_0", 0, 0x10, 0x110000, 0x100000, 0),
                new Partition("storage", 1, 0x40, 0x210000, 0x1f0000, 3)), csv(OTA).partitions());
    }

    @Test
    void binaryAndTextSayTheSame() {
        PartitionTable table = csv(OTA);
        PartitionTable again = PartitionTable.parse(ByteView.of("p.bin", table.toBytes()));
        assertEquals(table.partitions(), again.partitions());
        assertEquals("""
                # ESP-IDF Partition Table
                # Name, Type, SubType, Offset, Size, Flags
                nvs,data,nvs,0x9000,16K,
                otadata,data,ota,0xd000,8K,
                phy_init,data,phy,0xf000,4K,
                factory,app,factory,0x10000,1M,
                ota_0,app,ota_0,0x110000,1M,
                storage,data,64,0x210000,1984K,encrypted:readonly
                """, PartitionCsv.write(again));
        assertEquals(table.partitions(), csv(PartitionCsv.write(again)).partitions());
    }

    @Test
    void rowsLieInFlashAsTheManualSays() {
        byte[] bytes = csv("a, app, ota_1, 0x10000, 64K, encrypted").toBytes();
        assertEquals(0xC00, bytes.length);
        byte[] row = {(byte) 0xAA, 0x50, 0, 0x11, 0, 0, 1, 0, 0, 0, 1, 0, 'a', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
                0, 0, 0};
        assertEquals(-1, Arrays.mismatch(row, Arrays.copyOf(bytes, 32)));
        assertEquals((byte) 0xEB, bytes[32]);
        assertEquals((byte) 0xEB, bytes[33]);
        assertEquals((byte) 0xFF, bytes[34]);
        assertEquals((byte) 0xFF, bytes[64]);
    }

    @Test
    void wrongMd5IsNamed() {
        byte[] bytes = csv(OTA).toBytes();
        bytes[12] = 'N';
        String message = assertThrows(FirmwareException.class, 
                () -> PartitionTable.parse(ByteView.of("p.bin", bytes))).getMessage();
        assertTrue(message.startsWith("p.bin is damaged: its MD5 at offset 0xd0 is "), message);
    }

    @Test
    void overlapIsNamed() {
        assertEquals("Partitions \"a\" (0x10000 to 0x30000) and \"b\" (0x20000 to 0x40000) overlap; correct the partition table.",
                assertThrows(FirmwareException.class, () -> PartitionTable.of(List.of(
                        new Partition("b", 0, 0x10, 0x20000, 0x20000, 0), new Partition("a", 0, 0, 0x10000, 0x20000, 0))))
                        .getMessage());
        assertEquals("p.csv, line 2: offset 0x9000 lies before 0xa000, where the partition before it ends; correct the line.",
                refusal("a,data,nvs,0x9000,4K\nb,data,phy,0x9000,4K"));
        assertEquals("p.csv, line 1: offset 0x8000 lies before 0x9000, where the partition table ends; correct the line.",
                refusal("a,data,nvs,0x8000,4K"));
    }

    @Test
    void partitionBeyondTheFlashIsNamed() {
        assertEquals("Partition \"ota_0\" (offset 0x110000, size 0x100000) ends 0x10000 bytes beyond the 2 MiB of flash; "
                + "choose a larger flash size or another partition table.",
                assertThrows(FirmwareException.class, () -> csv(OTA).requireFits(2 << 20)).getMessage());
        csv(OTA).requireFits(4 << 20);
    }

    @Test
    void mistakesInTheTextAreNamed() {
        assertEquals("p.csv, line 1: \"datum\" is no type; correct the line.", refusal("a,datum,nvs,,4K"));
        assertEquals("p.csv, line 1: \"nvss\" is no subtype; correct the line.", refusal("a,data,nvss,,4K"));
        assertEquals("p.csv, line 1: \"4Q\" is no size; correct the line.", refusal("a,data,nvs,,4Q"));
        assertEquals("p.csv, line 1: \"\" is no size; correct the line.", refusal("a,data,nvs,,"));
        assertEquals("p.csv, line 2: the label \"a\" is already taken by line 1; correct the line.",
                refusal("a,data,nvs,,4K\na,data,phy,,4K"));
        assertEquals("p.csv, line 1: offset 0x11000 is not a multiple of 0x10000; correct the line.",
                refusal("a,app,factory,0x11000,1M"));
        assertEquals("p.csv, line 1: \"secret\" is no flag; use encrypted or readonly; correct the line.",
                refusal("a,data,nvs,,4K,secret"));
        assertTrue(refusal("a,data,ota,,4K").contains("gives partition \"a\" (data,ota) 0x1000 bytes"));
        assertEquals("p.csv, line 1: an application needs a subtype, such as factory or ota_0; correct the line.",
                refusal("a,app,,,1M"));
    }

    @Test
    void tooLongLabelIsNamed() {
        assertTrue(assertThrows(FirmwareException.class, () -> csv("seventeen_letters,data,nvs,,4K").toBytes()).getMessage()
                .startsWith("The partition label \"seventeen_letters\" has 17 bytes, but at most 16 fit; "));
    }

    @Test
    void defaultTableIsThatOfEspflash() {
        assertEquals("""
                # ESP-IDF Partition Table
                # Name, Type, SubType, Offset, Size, Flags
                nvs,data,nvs,0x9000,24K,
                phy_init,data,phy,0xf000,4K,
                factory,app,factory,0x10000,4032K,
                """, PartitionCsv.write(PartitionTable.espflashDefault(4 << 20)));
        assertEquals(16384000, PartitionTable.espflashDefault(16 << 20).find("factory").orElseThrow().size());
    }
}
