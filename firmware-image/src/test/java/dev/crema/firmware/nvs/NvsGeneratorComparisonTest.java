package dev.crema.firmware.nvs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FieldTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same text gives the same partition, byte for byte, as Espressif's generator makes of it. */
class NvsGeneratorComparisonTest {
    private static final String[] NUMBERS = {"u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64"};

    @ParameterizedTest
    @CsvSource({"1, 1, 0x6000", "2, 1, 0x6000", "2, 2, 0x6000", "2, 3, 0x10000", "2, 4, 0x2000"})
    void writesWhatEspressifsGeneratorWrites(int version, long seed, String size, @TempDir Path folder) throws IOException {
        List<String> command = new ArrayList<>(FieldTools.nvsGenerator());
        String csv = contents(new Random(seed), version, Integer.decode(size));
        Files.writeString(folder.resolve("in.csv"), csv);
        Files.write(folder.resolve("file.dat"), "bytes of a file".getBytes(StandardCharsets.UTF_8));
        command.addAll(List.of("generate", "in.csv", "theirs.bin", size, "--version", Integer.toString(version)));
        FieldTools.run(folder, command);
        byte[] theirs = Files.readAllBytes(folder.resolve("theirs.bin"));
        byte[] ours = NvsCsv.create(ByteView.of("in.csv", csv.getBytes(StandardCharsets.UTF_8)), folder, Integer.decode(size),
                NvsVersion.values()[version - 1]);
        assertEquals(-1, Arrays.mismatch(theirs, ours), csv);
    }

    /** Entries of all kinds that fill about two thirds of the partition. */
    private static String contents(Random random, int version, int size) {
        StringBuilder csv = new StringBuilder("key,type,encoding,value\nfirst,namespace,,\nfile,file,binary,file.dat\n");
        csv.append("sta.ssid,data,blob_sz_fill(32;0x00),network\nsta.pswd,data,blob_fill(65;0x00),password\n");
        csv.append("ap.ssid,data,string,mine\nap.passwd,data,string,secret12\nap.authmode,data,u8,3\n");
        int used = 0;
        int key = 0;
        while (used < size / 3) {
            int kind = random.nextInt(12);
            String name = "key" + key++;
            if (kind == 0) {
                csv.append("ns%d,namespace,,\n".formatted(key));
                used += 32;
            } else if (kind < 6) {
                String type = NUMBERS[random.nextInt(NUMBERS.length)];
                csv.append("%s,data,%s,%d\n".formatted(name, type, random.nextInt(type.startsWith("i") ? -128 : 0, 128)));
                used += 32;
            } else if (kind < 9) {
                int length = random.nextInt(200);
                csv.append("%s,data,string,%s\n".formatted(name, "s".repeat(length)));
                used += 64 + length;
            } else {
                byte[] blob = new byte[random.nextInt(version == 1 ? 1900 : 3000)];
                random.nextBytes(blob);
                csv.append("%s,data,hex2bin,%s\n".formatted(name, HexFormat.of().formatHex(blob)));
                used += 64 + blob.length;
            }
        }
        return csv.toString();
    }
}
