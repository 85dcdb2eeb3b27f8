package dev.crema.net.air.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.crema.net.air.frame.Ssid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the test vectors of IEEE 802.11-2016, annex J, and of RFC 3394. */
class KeysTest {
    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @CsvSource({
        "password, IEEE, f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e",
        "ThisIsAPassword, ThisIsASSID, 0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ,"
                + "becb93866bb8c3832cb777c2f559807c8c59afcb6eae734885001300a981cc62"
    })
    void mapsPasswordsToKeys(String password, String ssid, String key) {
        assertEquals(key, HEX.formatHex(new PairwiseMasterKey(password, Ssid.of(ssid)).bytes()));
    }

    @Test
    void pseudorandomFunction() {
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0B);
        assertEquals("bcd4c650b30b9684951829e0d75f9d54b862175ed9f00606",
                HEX.formatHex(HmacSha1.prf(key, "prefix", "Hi There".getBytes(StandardCharsets.US_ASCII), 24)));
        assertEquals("bcd4c650b30b9684951829e0d75f9d54b862175ed9f00606e17d8da35402ffee"
                        + "75df78c3d31e0f889f012120c0862beb67753e7439ae242edb8373698356cf5a",
                HEX.formatHex(HmacSha1.prf(key, "prefix", "Hi There".getBytes(StandardCharsets.US_ASCII), 64)));
    }

    @Test
    void wrapsKeys() {
        byte[] key = HEX.parseHex("000102030405060708090a0b0c0d0e0f");
        byte[] data = HEX.parseHex("00112233445566778899aabbccddeeff");
        byte[] wrapped = KeyWrap.wrap(key, data);
        assertEquals("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5", HEX.formatHex(wrapped));
        assertArrayEquals(data, KeyWrap.unwrap(key, wrapped).orElseThrow());
        wrapped[3] ^= 1;
        assertEquals(Optional.empty(), KeyWrap.unwrap(key, wrapped));
        assertEquals(Optional.empty(), KeyWrap.unwrap(key, new byte[17]));
        assertEquals(Optional.empty(), KeyWrap.unwrap(key, new byte[0]));
    }
}
