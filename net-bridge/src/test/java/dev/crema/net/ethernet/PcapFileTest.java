package dev.crema.net.ethernet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapFileTest {
    @TempDir
    private Path folder;

    /** draft-ietf-opsawg-pcap, sections 4 and 5. */
    @Test
    void framesAreInTheFileAtOnceWithTheirTime() throws IOException {
        Path path = folder.resolve("capture.pcap");
        try (PcapFile file = new PcapFile(path, PcapFile.ETHERNET)) {
            file.add(3 * Clock.TICKS_PER_SECOND + 48, new byte[] {1, 2, 3});
            assertArrayEquals(HexFormat.of().parseHex("a1b23c4d00020004" + "0000000000000000" + "0000ffff00000001"
                    + "0000000300000064" + "0000000300000003" + "010203"), Files.readAllBytes(path));
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsToldInASentence() {
        Path path = folder.resolve("no/such/folder");
        String message = assertThrows(NetworkException.class, () -> new PcapFile(path, PcapFile.ETHERNET)).getMessage();
        assertTrue(message.startsWith("The capture file " + path + " cannot be written: "), message);
        assertEquals(message.length() - 1, message.indexOf(".", message.indexOf("--pcap")));
    }
}
