package dev.crema.net.air.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.ethernet.MacAddress;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaeTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final MacAddress STATION = new MacAddress(0x4D_3F_2F_FF_E3_87L);
    private static final MacAddress ACCESS_POINT = new MacAddress(0xA5_D8_AA_95_8E_3CL);
    private static final String ORDER = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    private static Sae sae(String password, MacAddress own, MacAddress peer, long seed) {
        return new Sae(password, own, peer, new Chance(seed));
    }

    /** IEEE 802.11-2016, annex J.10. */
    @Test
    void testVector() {
        Sae sae = new Sae("mekmitasdigoat", STATION, ACCESS_POINT,
                new BigInteger("992465fd3daa3c60aa6565b7f62a2a7f2e12dd12f198faf4fbed89d7ff1ace94", 16),
                new BigInteger("9507a90f777a044d6a0830b91ea3d5dd70bece44e1acffb86983b5e1bf9fb322", 16));
        assertEquals(Sae.COMMIT, sae.due());
        assertEquals("1300" + "2e2c0f0db52440ad146d967114ce005ce1eab0aa2c2e5c2871b774f6c2575c65"
                + "d5ad9e00829707aa36ba8b859738fc961d08243505f47c035376d7ac4bc8d7b9"
                + "5083bf43827d0fc31ed778dd3671fd21a46d1091d64b6f9a1e1272621325dbe1", HEX.formatHex(sae.message()));
        byte[] peer = HEX.parseHex("1300" + "591b96f3397fb945100848e7b550543b6720d88337ee93fc49fd6df7e08b5223"
                + "e71b9bb048d3873f20556953a96c91536fd8ee6ca9b4a68a148b056a909be03e"
                + "83ae208f60f8ef5537858074db06687032399862999b511e0a1552a5fea317c2");
        assertTrue(sae.takeCommit(peer));
        assertEquals(Sae.CONFIRM, sae.due());
        byte[] confirmation = HEX.parseHex("1e733f6d9bd53256287304338831b09a39406d121017073a5c30db36f36cb81a");
        byte[] own = HEX.parseHex("2e2c0f0db52440ad146d967114ce005ce1eab0aa2c2e5c2871b774f6c2575c65"
                + "d5ad9e00829707aa36ba8b859738fc961d08243505f47c035376d7ac4bc8d7b9"
                + "5083bf43827d0fc31ed778dd3671fd21a46d1091d64b6f9a1e1272621325dbe1");
        byte[] count = {7, 0};
        byte[] code = HmacSha256.of(confirmation, count, Arrays.copyOfRange(peer, 2, peer.length), own);
        assertEquals("4e4dfab1a2dd8ac1a91790f953faaa452ae5c6873ab75b63605ba663f8a7fe59", HEX.formatHex(
                sae.takeConfirm(HEX.parseHex("0700" + HEX.formatHex(code))).orElseThrow().bytes()));
    }

    @Test
    void bothSidesAgree() {
        for (int seed = 0; seed < 20; seed++) {
            Sae one = sae("ristretto" + seed, STATION, ACCESS_POINT, seed);
            Sae other = sae("ristretto" + seed, ACCESS_POINT, STATION, 100 + seed);
            byte[] commit = one.message();
            assertTrue(one.takeCommit(other.message()));
            assertTrue(other.takeCommit(commit));
            byte[] key = one.takeConfirm(other.message()).orElseThrow().bytes();
            assertArrayEquals(key, other.takeConfirm(one.message()).orElseThrow().bytes());
        }
    }

    @Test
    void whoDoesNotKnowThePasswordCannotConfirm() {
        Sae one = sae("ristretto", STATION, ACCESS_POINT, 1);
        Sae other = sae("espressino", ACCESS_POINT, STATION, 2);
        byte[] commit = one.message();
        assertTrue(one.takeCommit(other.message()));
        assertTrue(other.takeCommit(commit));
        assertEquals(Optional.empty(), one.takeConfirm(other.message()));
        assertEquals(Optional.empty(), one.takeConfirm(one.message()), "its own");
        assertEquals(Optional.empty(), one.takeConfirm(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1300", "1400", "1301", "scalar 00", "scalar 01", "scalar " + ORDER, "element 01", "element 00"})
    void refusesWhatIsNoCommitment(String fault) {
        byte[] commit = sae("ristretto", ACCESS_POINT, STATION, 3).message();
        if (fault.startsWith("scalar ")) {
            byte[] number = HEX.parseHex(fault.substring(7));
            Arrays.fill(commit, 2, 34, (byte) 0);
            System.arraycopy(number, 0, commit, 34 - number.length, number.length);
        } else if (fault.startsWith("element ")) {
            Arrays.fill(commit, 34, 98, HEX.parseHex(fault.substring(8))[0]);
        } else {
            byte[] group = HEX.parseHex(fault);
            System.arraycopy(group, 0, commit, 0, group.length);
            commit = Arrays.copyOf(commit, fault.equals("1300") ? 97 : fault.isEmpty() ? 0 : commit.length);
        }
        Sae sae = sae("ristretto", STATION, ACCESS_POINT, 4);
        assertFalse(sae.takeCommit(commit));
        assertFalse(sae.takeCommit(sae.message()), "its own");
        assertEquals(Optional.empty(), sae.takeConfirm(new byte[34]));
        assertTrue(sae.takeCommit(sae("ristretto", ACCESS_POINT, STATION, 3).message()), "after all that");
    }
}
