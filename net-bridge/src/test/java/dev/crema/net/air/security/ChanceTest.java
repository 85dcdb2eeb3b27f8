package dev.crema.net.air.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.emulator.state.StateReader;
import dev.crema.emulator.state.StateWriter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The numbers of the JDK's generator, which cannot be saved. */
final class ChanceTest {
    @Test
    void theNumbersAreThoseOfTheJdk() {
        for (long seed = -20; seed < 20; seed++) {
            SplittableRandom expected = new SplittableRandom(seed * seed * seed);
            Chance actual = new Chance(seed * seed * seed);
            for (int i = 0; i < 50; i++) {
                expected = i % 10 == 9 ? expected.split() : expected;
                actual = i % 10 == 9 ? actual.split() : actual;
                assertEquals(expected.nextDouble(), actual.nextDouble());
                byte[] some = new byte[i];
                byte[] same = new byte[i];
                expected.nextBytes(some);
                actual.nextBytes(same);
                assertArrayEquals(some, same);
            }
        }
    }

    @Test
    void theyGoOnAfterARestore() {
        Chance going = new Chance(1).split();
        Chance restored = new Chance(2);
        StateReader.restore(StateWriter.save(going), restored);
        for (int i = 0; i < 10; i++) {
            assertEquals(going.nextDouble(), restored.nextDouble());
        }
    }
}
