package dev.crema.net.air.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.net.air.frame.Rate.Modulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {
    /** Worked by hand from the lengths of preambles and symbols: acknowledgements of 14 bytes, full frames of 1,536. */
    @ParameterizedTest
    @CsvSource({"0, 14, 304", "3, 1536, 1310", "7, 1536, 1214", "9, 14, 34", "11, 14, 50", "12, 1536, 254", "23, 1536, 234",
        "31, 1536, 214"})
    void timeOnTheAir(int code, int length, int micros) {
        assertEquals(micros, Rate.of(code).micros(length));
    }

    @ParameterizedTest
    @CsvSource({"-50, 54000", "-76, 48000", "-90, 12000", "-94, 2000", "-98, 1000", "-110, 1000"})
    void theFastestThatIsUnderstood(int dbm, int kilobits) {
        assertEquals(kilobits, Rate.fastest(dbm).kilobits());
    }

    @Test
    void codesThatMeanNothingAreSlow() {
        assertEquals(Rate.SLOWEST, Rate.of(-1));
        assertEquals(Rate.SLOWEST, Rate.of(32));
        assertEquals(Modulation.HT, Rate.of(31).modulation());
        assertEquals(72_222, Rate.of(31).kilobits());
    }
}
