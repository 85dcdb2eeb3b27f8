package dev.crema.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class GuestTimeTest {
    @ParameterizedTest
    @CsvSource({"30000, PT30S", "500ms, PT0.5S", "1.5s, PT1.5S", "2m, PT2M", "1h, PT1H", "20us, PT0.00002S", "0, PT0S", "3 s, PT3S"})
    void readsNumbersWithAndWithoutUnits(String text, Duration expected) {
        assertEquals(expected, new GuestTime().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "ten", "1d", "1e3", "1s2", "9999999999999"})
    void refusesWhatIsNoDuration(String text) {
        assertThrows(TypeConversionException.class, () -> new GuestTime().convert(text));
    }
}
