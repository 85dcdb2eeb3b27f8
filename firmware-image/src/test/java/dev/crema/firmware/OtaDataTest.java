package dev.crema.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtaDataTest {
    private static final PartitionTable TABLE = PartitionTable.of(List.of(
            new Partition("factory", 0, 0, 0x10000, 0x10000, 0),
            new Partition("ota_0", 0, 0x10, 0x20000, 0x10000, 0),
            new Partition("ota_1", 0, 0x11, 0x30000, 0x10000, 0)));

    private static byte[] blank() {
        byte[] bytes = new byte[0x2000];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }

    private static void put(byte[] bytes, int at, int sequence, int state, int crc) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, sequence).putInt(at + 24, state).putInt(at + 28, crc);
    }

    private static Optional<OtaData> parse(byte[] bytes) {
        return OtaData.parse(ByteView.of("otadata", bytes));
    }

    private static List<String> order(Optional<OtaData> otadata) {
        return OtaData.bootOrder(TABLE, otadata).stream().map(Partition::label).toList();
    }

    @Test
    void blankSelectsTheFactoryApplication() {
        assertEquals(Optional.empty(), parse(blank()));
        assertEquals(List.of("factory", "ota_0", "ota_1"), order(Optional.empty()));
    }

    /** CRCs as Arduino's boot_app0.bin (sequence 1) and esp-idf's otatool.py (sequence 2) write them. */
    @Test
    void highestValidSequenceCounts() {
        byte[] bytes = blank();
        put(bytes, 0, 1, -1, 0x4743989A);
        assertEquals(Optional.of(new OtaData(1)), parse(bytes));
        put(bytes, 0x1000, 2, -1, 0x55F63774);
        assertEquals(Optional.of(new OtaData(2)), parse(bytes));
        put(bytes, 0x1000, 2, 4, 0x55F63774);
        assertEquals(Optional.of(new OtaData(1)), parse(bytes), "an aborted application is not selected");
        put(bytes, 0x1000, 2, -1, 0x55F63775);
        assertEquals(Optional.of(new OtaData(1)), parse(bytes), "a wrong CRC does not count");
    }

    @Test
    void bootloaderTriesTheSelectedOneFirst() {
        assertEquals(List.of("ota_1", "ota_0", "factory"), order(Optional.of(new OtaData(2))));
        assertEquals(List.of("ota_0", "factory", "ota_1"), order(Optional.of(new OtaData(3))));
    }
}
