package dev.crema.net.air.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.MacAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The messages of a handshake whose bytes are known. */
class HandshakeTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final MacAddress AP = new MacAddress(0x02_11_22_33_44_55L);
    private static final MacAddress STATION = new MacAddress(0x10_01_00_C4_0A_24L);
    private static final byte[] ANONCE = count(0x00, 32);
    private static final byte[] SNONCE = count(0x20, 32);
    private static final PairwiseTransientKey KEYS = PairwiseTransientKey.derive(Akm.PSK,
            new PairwiseMasterKey("emulator123", Ssid.of("EmuAP")), AP, STATION, ANONCE, SNONCE);
    private static final String ZEROES = "00".repeat(32);
    private static final String RSN = "30140100000fac040100000fac040100000fac020000";

    private static byte[] count(int from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    @Test
    void derivesTheKeys() {
        assertEquals("fd0e797a93991fb7e8eb297a0e2b327c", HEX.formatHex(KEYS.confirmation()));
        assertEquals("76c911f454907ba5b19a7e86f70c7e47", HEX.formatHex(KEYS.encryption()));
        assertEquals("69f0364233acd7361b4921d840310cf3", HEX.formatHex(KEYS.temporal()));
    }

    @Test
    void message1() {
        EapolKey message = new EapolKey(2, 0x008A, 16, 1, ANONCE, 0, EapolKey.NO_DATA);
        assertEquals("0203005f02008a0010" + "0000000000000001" + HEX.formatHex(ANONCE) + "00".repeat(48) + "0000",
                HEX.formatHex(message.bytes()));
    }

    @Test
    void message2() {
        EapolKey message = new EapolKey(1, 0x010A, 0, 1, SNONCE, 0, HEX.parseHex(RSN));
        assertEquals("0103007502010a0000" + "0000000000000001" + HEX.formatHex(SNONCE) + ZEROES
                + "c9256b0670b4eee90fdec13bf2df7d21" + "0016" + RSN, HEX.formatHex(message.bytes(KEYS.confirmation())));
    }

    @Test
    void message3() {
        TemporalKey group = new TemporalKey(count(0x40, 16), 1, 0);
        byte[] data = KeyWrap.wrap(KEYS.encryption(), KeyData.of(Rsn.element(Rsn.wpa2Psk()), group));
        EapolKey message = new EapolKey(2, 0x13CA, 16, 2, ANONCE, group.sent(), data);
        assertEquals("0203009702" + "13ca0010" + "0000000000000002" + HEX.formatHex(ANONCE) + ZEROES
                + "e57f30d38478f3918e3213c4a5729159" + "0038"
                + "915ec2a3c856810213e8e55b5f871e4e06be4e0aa2a05b9db86baeb8"
                + "0ae368111da889090269171db0a5d535a2e594306a4d52bc3e682357", HEX.formatHex(message.bytes(KEYS.confirmation())));
        byte[] plain = KeyWrap.unwrap(KEYS.encryption(), data).orElseThrow();
        assertArrayEquals(Rsn.wpa2Psk(), KeyData.rsn(plain).orElseThrow());
        TemporalKey read = KeyData.group(plain, 0).orElseThrow();
        assertArrayEquals(group.bytes(), read.bytes());
        assertEquals(1, read.id());
    }

    @Test
    void message4() {
        byte[] message = new EapolKey(1, 0x030A, 0, 2, EapolKey.NO_NONCE, 0, EapolKey.NO_DATA).bytes(KEYS.confirmation());
        assertEquals("0103005f02030a0000" + "0000000000000002" + ZEROES + ZEROES + "60645a178b58c29d6a70e172807f66a0" + "0000",
                HEX.formatHex(message));
        assertTrue(EapolKey.isSound(message, KEYS.confirmation()));
    }

    @Test
    void readsWhatItWrites() {
        EapolKey message = new EapolKey(2, 0x13CA, 16, 0x0102030405060708L, ANONCE, 0x112233, SNONCE);
        EapolKey read = EapolKey.parse(message.bytes()).orElseThrow();
        assertArrayEquals(message.bytes(), read.bytes());
        assertEquals(0x112233, read.rsc());
        assertEquals(0x0102030405060708L, read.replay());
    }
}
