package dev.crema.emulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.emulator.xtensa.Memory;
import org.junit.jupiter.api.Test;

/** Memory comes in page by page, whoever touches it first. */
final class BackingTest {
    private static final int MIB = 1 << 20;

    @Test
    void bytesAreSetWhereNothingHasBeenTouched() {
        Backing backing = new Backing(4 * MIB, 4 * MIB, new byte[Backing.ROM0_SIZE], new byte[Backing.ROM1_SIZE], new byte[0]);
        int end = backing.psram() + backing.psramSize();
        for (int place = Backing.ROM0; place < end; place += Memory.PAGE_SIZE) {
            backing.set(place + 1, place >>> Memory.PAGE_SHIFT);
        }
        for (int place = Backing.ROM0; place < end; place += Memory.PAGE_SIZE) {
            assertEquals(place >>> Memory.PAGE_SHIFT & 0xff, backing.get(place + 1));
        }
    }
}
