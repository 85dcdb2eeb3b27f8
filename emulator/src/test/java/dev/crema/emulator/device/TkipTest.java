package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TkipTest {
    /** IEEE 802.11-2020, J.5.1: each code is the key of the next line. */
    @ParameterizedTest
    @CsvSource(delimiter = ' ', nullValues = "-", value = {
        "0000000000000000 - 82925c1ca1d130b8",
        "82925c1ca1d130b8 M 434721ca40639b3f",
        "434721ca40639b3f Mi e8f9becae97e5d29",
        "e8f9becae97e5d29 Mic 90038fc6cf13c1db",
        "90038fc6cf13c1db Mich d55e100510128986",
        "d55e100510128986 Michael 0a942b124ecaa546"})
    void michaelOfTheStandard(String key, String message, String code) {
        byte[] bytes = (message == null ? "" : message).getBytes(StandardCharsets.US_ASCII);
        Michael michael = new Michael(HexFormat.of().parseHex(key), 0);
        michael.update(bytes, 0, bytes.length);
        assertEquals(code, HexFormat.of().formatHex(michael.finish()));
    }

    /** IEEE 802.11-2020, J.4, first vector: address 10-22-33-44-55-66, sequence counter 0. */
    @Test
    void theKeyOfTheStandardsFrame() {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        byte[] frame = HexFormat.of().parseHex("102233445566" + "0020002000000000");
        assertEquals("00200033ea8d2f60ca6d1374234a660b", HexFormat.of().formatHex(new Tkip(key).frameKey(frame, 0, 6)));
    }

    @Test
    void whatOneEncryptsTheOtherDecrypts() {
        byte[] key = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f" + "1011121314151617" + "18191a1b1c1d1e1f");
        byte[] others = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f" + "18191a1b1c1d1e1f" + "1011121314151617");
        byte[] plain = WifiBench.frame("0842", WifiBench.EVERYBODY, WifiBench.ACCESS_POINT, WifiBench.STATION,
                "0123456000000000" + "aaaa030000000800" + "4500001c" + "00".repeat(12));
        byte[] sent = plain.clone();
        new Tkip(key).encrypt(sent, 0, sent.length);
        assertFalse(Arrays.equals(plain, 32, 44, sent, 32, 44));
        byte[] received = sent.clone();
        assertTrue(new Tkip(others).decrypt(received, 0, received.length));
        assertTrue(Arrays.equals(plain, 0, 44, received, 0, 44));
        assertFalse(new Tkip(key).decrypt(sent.clone(), 0, sent.length), "the codes of both directions differ");
        for (int i = 32; i < sent.length; i++) {
            byte[] damaged = sent.clone();
            damaged[i] ^= 1;
            assertFalse(new Tkip(others).decrypt(damaged, 0, damaged.length));
        }
    }
}
