package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The times that the TXTIME equations of IEEE 802.11-2020 give (16.3.4, 18.5.3.2, 19.4.3). */
class AirTimeTest {
    /** The frame of 1024 bytes with its check sequence, by each kind of PHY. */
    @ParameterizedTest
    @CsvSource({"0, 8384", "1, 4288", "2, 1682", "3, 937", "5, 4192", "7, 841", // 192 or 96 + 8192 / rate
        "11, 1398", "15, 942", "10, 714", "14, 486", "9, 370", "13, 258", "8, 198", "12, 182", // 26 + 4 * ceil(8214 / bits)
        "16, 1306", "23, 170", "31, 158"})
    void aFrameOf1024Bytes(int rate, int microseconds) {
        assertEquals(microseconds, AirTime.of(rate, 1020));
    }

    @ParameterizedTest
    @CsvSource({"0, 304", "3, 248", "11, 50", "10, 38", "12, 34", "16, 50", "23, 34"})
    void theAckIsSentAtAMandatoryRate(int rate, int microseconds) {
        assertEquals(microseconds, AirTime.ofAck(rate));
    }
}
