package dev.crema.firmware.nvs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NvsPartitionTest {
    private static final String CONTENTS = """
            # a comment
            key,type,encoding,value
            wifi,namespace,,
            ssid,data,string,"home, sweet ""home""\"
            channel,data,u8,11
            power,data,i8,-4
            nvs,namespace,,
            bleStatus,data,u32,0
            big,data,u64,18446744073709551615
            least,data,i64,-9223372036854775808
            key,data,hex2bin,00112233445566778899aabbccddeeff
            text,data,base64,aGVsbG8=
            field,data,blob_sz_fill(6;0xAA),abc
            """;

    private static byte[] create(String csv, int size, NvsVersion version) {
        return NvsCsv.create(ByteView.of("nvs.csv", csv.getBytes(StandardCharsets.UTF_8)), Path.of("."), size, version);
    }

    private static NvsPartition parse(byte[] bytes) {
        return NvsPartition.parse(ByteView.of("nvs.bin", bytes));
    }

    private static String text(NvsPartition partition, String namespace, String key) {
        return partition.find(namespace, key).orElseThrow().valueText();
    }

    private static String refusal(String csv) {
        return assertThrows(FirmwareException.class, () -> create(csv, 0x3000, NvsVersion.V2)).getMessage();
    }

    @Test
    void everyTypeIsReadAsWritten() {
        NvsPartition partition = parse(create(CONTENTS, 0x3000, NvsVersion.V2));
        assertEquals(List.of("wifi", "nvs"), partition.namespaces());
        assertEquals("home, sweet \"home\"", text(partition, "wifi", "ssid"));
        assertEquals("11", text(partition, "wifi", "channel"));
        assertEquals("-4", text(partition, "wifi", "power"));
        assertEquals("0", text(partition, "nvs", "bleStatus"));
        assertEquals("18446744073709551615", text(partition, "nvs", "big"));
        assertEquals("-9223372036854775808", text(partition, "nvs", "least"));
        assertEquals("00112233445566778899aabbccddeeff", text(partition, "nvs", "key"));
        assertEquals(HexFormat.of().formatHex("hello".getBytes()), text(partition, "nvs", "text"));
        assertEquals("03000000616263aaaaaa", text(partition, "nvs", "field"));
        assertEquals(Optional.empty(), partition.find("wifi", "bleStatus"));
        assertEquals(List.of(), partition.remarks());
    }

    /** The example of a page in ESP-IDF's manual: header, bitmap, entry with CRC. */
    @Test
    void entryLiesInFlashAsTheManualSays() {
        byte[] bytes = create("key,type,encoding,value\nnvs,namespace,,\nbleStatus,data,u32,258\n", 0x3000, NvsVersion.V2);
        ByteView page = ByteView.of("page", bytes);
        assertEquals(0xFFFFFFFE, page.i32(0), "active");
        assertEquals(0, page.i32(4), "sequence number");
        assertEquals(0xFE, page.u8(8), "version 2");
        assertEquals(0xFA, page.u8(32), "two entries written, the others empty");
        assertEquals("000101ff", HexFormat.of().formatHex(bytes, 64, 68), "namespace 0, u8, one entry, no chunk");
        assertEquals("nvs", page.text(72, 16));
        assertEquals(1, page.u8(88));
        assertEquals("010401ff", HexFormat.of().formatHex(bytes, 96, 100), "namespace 1, u32, one entry, no chunk");
        assertEquals("bleStatus", page.text(104, 16));
        assertEquals("02010000ffffffff", HexFormat.of().formatHex(bytes, 120, 128));
        assertEquals(0xFFFFFFFF, page.i32(0x1000), "the second page is not used");
    }

    @Test
    void blobSpansPages() {
        byte[] blob = new byte[10_000];
        for (int i = 0; i < blob.length; i++) {
            blob[i] = (byte) (i * 7);
        }
        NvsPartition empty = parse(filled(0x6000));
        NvsPartition again = parse(empty.with(NvsEntry.blob("ns", "blob", blob)).toBytes());
        assertArrayEquals(blob, again.find("ns", "blob").orElseThrow().value().toArray());
        assertTrue(assertThrows(FirmwareException.class,
                () -> empty.with(NvsVersion.V1).with(NvsEntry.blob("ns", "blob", blob)).toBytes()).getMessage()
                .startsWith("NVS key \"blob\" has 10000 bytes, but at most 1984 fit into a page; "));
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }

    @Test
    void valueIsSetInAnExistingPartition() {
        NvsPartition partition = parse(create(CONTENTS, 0x3000, NvsVersion.V1));
        NvsPartition changed = parse(partition.with(NvsEntry.number("nvs", "bleStatus", NvsType.U32, "0x10"))
                .with(NvsEntry.string("new", "name", "value")).toBytes());
        assertEquals("16", text(changed, "nvs", "bleStatus"));
        assertEquals("value", text(changed, "new", "name"));
        assertEquals("11", text(changed, "wifi", "channel"));
        assertEquals(NvsVersion.V1, changed.version());
        assertEquals(partition.entries().size() + 1, changed.entries().size());
    }

    @Test
    void textAndBinarySayTheSame() {
        byte[] bytes = create(CONTENTS, 0x3000, NvsVersion.V2);
        String csv = NvsCsv.write(parse(bytes));
        assertTrue(csv.contains("\nssid,data,string,\"home, sweet \"\"home\"\"\"\n"), csv);
        assertArrayEquals(bytes, create(csv, 0x3000, NvsVersion.V2));
    }

    @Test
    void ofTwoEntriesWithOneKeyTheLaterCounts() {
        byte[] bytes = create("key,type,encoding,value\nn,namespace,,\na,data,u8,1\na,data,u8,2\n", 0x3000, NvsVersion.V2);
        assertEquals("2", text(parse(bytes), "n", "a"));
    }

    @Test
    void erasedEntriesDoNotCount() {
        byte[] bytes = create("key,type,encoding,value\nn,namespace,,\na,data,u8,1\nb,data,u8,2\n", 0x3000, NvsVersion.V2);
        bytes[32] &= (byte) ~(3 << 2);
        assertEquals(Optional.empty(), parse(bytes).find("n", "a"));
        assertEquals("2", text(parse(bytes), "n", "b"));
    }

    @Test
    void damagedEntriesDoNotCount() {
        byte[] bytes = create(CONTENTS, 0x3000, NvsVersion.V2);
        int ssid = 64 + 32;
        bytes[ssid + 32] ^= 1;
        NvsPartition partition = parse(bytes);
        assertEquals(Optional.empty(), partition.find("wifi", "ssid"));
        assertEquals("11", text(partition, "wifi", "channel"));
        assertEquals(List.of("Entry \"ssid\" of page 0 has a wrong CRC and does not count."), partition.remarks());
    }

    @Test
    void otherFilesAreNamed() {
        assertEquals("nvs.bin is not an NVS partition: its size of 100 bytes is not a multiple of 4096; "
                + "give the partition's bytes.",
                assertThrows(FirmwareException.class, () -> parse(new byte[100])).getMessage());
        assertEquals("nvs.bin is not an NVS partition: none of its 2 pages begins as one; give another file.",
                assertThrows(FirmwareException.class, () -> parse(new byte[8192])).getMessage());
        assertEquals(List.of(), parse(filled(8192)).entries());
    }

    @Test
    void mistakesInTheTextAreNamed() {
        String head = "key,type,encoding,value\n";
        assertEquals("nvs.csv, line 1: the first line must name the columns key,type,encoding,value; correct the line.",
                refusal("a,b,c\n"));
        assertEquals("nvs.csv, line 2: key \"a\" comes before any namespace; correct the line.", refusal(head + "a,data,u8,1\n"));
        String namespace = head + "n,namespace,,\n";
        assertEquals("nvs.csv, line 3: NVS key \"a\" has the value 256, which is no u8 (0 to 255); correct it.",
                refusal(namespace + "a,data,u8,256\n"));
        assertEquals("nvs.csv, line 3: NVS key \"a\" has the value \"x\", which is no number; correct it.",
                refusal(namespace + "a,data,i16,x\n"));
        assertEquals("nvs.csv, line 3: \"sixteen_letters_\" is no NVS key: it has 16 bytes, not 1 to 15; choose another name.",
                refusal(namespace + "sixteen_letters_,data,i16,1\n"));
        assertTrue(refusal(namespace + "a,data,u9,1\n").startsWith("nvs.csv, line 3: \"u9\" is no encoding; use u8, "));
        assertEquals("nvs.csv, line 3: The value of NVS key \"a\" is not valid hex2bin; correct it.",
                refusal(namespace + "a,data,hex2bin,012\n"));
        assertEquals("The NVS partition of 0x3000 bytes is too small for these entries; choose a larger size.",
                refusal(namespace + "a,data,string,%1$s\nb,data,string,%1$s\nc,data,string,%1$s".formatted("x".repeat(3900))));
    }
}
