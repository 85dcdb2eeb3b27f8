package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RngTest {
    /** The JDK's generator is the same SplitMix64; its {@code nextLong} mixes as this one does. */
    @Test
    void sequenceIsSplitMix64() {
        SplittableRandom oracle = new SplittableRandom(42);
        Rng rng = new Rng(42);
        for (int i = 0; i < 1_000; i++) {
            assertEquals((int) oracle.nextLong(), rng.getAsInt());
        }
    }

    @Test
    void noWordFollowsItself() {
        Rng rng = new Rng(0);
        int before = 0;
        for (int i = 0; i < 10_000; i++) {
            int word = rng.getAsInt();
            assertNotEquals(before, word);
            before = word;
        }
    }
}
