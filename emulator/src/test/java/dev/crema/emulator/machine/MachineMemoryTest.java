package dev.crema.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.crema.emulator.chip.Board;
import dev.crema.firmware.samples.Samples;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guest's memory as tools see it. */
final class MachineMemoryTest {
    private final Machine machine = Machine.of(Samples.hello(), Board.WROVER, MachineOptions.DEFAULT);

    /** Data RAM, SRAM 1 by the instruction bus with its words reversed, IRAM, both RTC memories, ROM, and PSRAM that nobody has touched. */
    @ParameterizedTest
    @ValueSource(ints = {0x3FFB0FF1, 0x3FFDFFF3, 0x400A0FFE, 0x400A1000, 0x40080FFC, 0x3FF80FF9, 0x50000FF0, 0x40000FFD, 0x3F800FF7})
    void manyBytesAreThoseThatAreReadOneByOne(int address) {
        machine.run(Duration.ofMillis(200));
        byte[] random = new byte[41];
        new Random(address).nextBytes(random);
        machine.memory().write(address, random);
        byte[] read = machine.memory().read(address, random.length);
        for (int i = 0; i < random.length; i++) {
            assertEquals(random[i], read[i]);
            assertEquals(random[i] & 0xff, machine.memory().read8(address + i));
        }
    }

    @Test
    void nothingIsReadWhereThereIsNoMemory() {
        assertThrows(IllegalArgumentException.class, () -> machine.memory().read(0x50002000 - 8, 16));
        assertThrows(IllegalArgumentException.class, () -> machine.memory().read(0x3FF48000, 4));
    }
}
