package dev.crema.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Partition tables come out as ESP-IDF's gen_esp32part.py makes them, in both directions. */
class GenEsp32PartComparisonTest {
    private static final String CSV = """
            # Name, Type, SubType, Offset, Size, Flags
            nvs,      data, nvs,     0x9000, 0x4000,
            otadata,  data, ota,     ,       8K,
            phy_init, data, phy,     ,       4K, encrypted
            factory,  app,  factory, ,       1M,
            ota_0,    app,  ota_0,   ,       1M,
            core,     data, coredump,,       0x10000
            own,      0x40, 0x12,    ,       0x1234
            """;

    @TempDir
    private Path folder;

    private static Path script() {
        Path script = FieldTools.corpus().resolve("pe/tests/fixtures/gen_esp32part.py");
        assumeTrue(Files.exists(script), "There is no " + script);
        return script;
    }

    private void generate(Path from, Path to) {
        FieldTools.run(folder, List.of(FieldTools.onPath("python3", "Install Python 3.").toString(), script().toString(), "-q",
                from.toString(), to.toString()));
    }

    @Test
    void textBecomesTheSameBytes() throws IOException {
        Path csv = Files.writeString(folder.resolve("in.csv"), CSV);
        generate(csv, folder.resolve("out.bin"));
        assertEquals(-1, Arrays.mismatch(Files.readAllBytes(folder.resolve("out.bin")),
                PartitionCsv.parse(FirmwareFiles.read(csv), PartitionTable.DEFAULT_OFFSET).toBytes()));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("realTables")
    void realTablesBecomeTheSameText(Path table) throws IOException {
        generate(table, folder.resolve("out.csv"));
        assertEquals(Files.readString(folder.resolve("out.csv")),
                PartitionCsv.write(PartitionTable.parse(FirmwareFiles.read(table))));
    }

    static Stream<Path> realTables() throws IOException {
        try (Stream<Path> files = Files.walk(FieldTools.corpus())) {
            return files.filter(file -> file.toString().matches(".*/(partition.table|partitions_.*|.*[.]partitions)[.]bin"))
                    .sorted().toList().stream();
        }
    }
}
