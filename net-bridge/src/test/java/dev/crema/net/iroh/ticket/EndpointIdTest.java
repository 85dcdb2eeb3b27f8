package dev.crema.net.iroh.ticket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointIdTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final SecretKey ZEROS = SecretKey.of(new byte[32]);

    @Test
    void theKeyOfZerosHasTheNameThatIrohGivesIt() {
        assertEquals("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29", ZEROS.id().toString());
        assertEquals("7dl2ff6emqi2qol3l382krodedij45bn3nh479hqo14a32qpr8kg.iroh.invalid", ZEROS.id().tlsName());
        assertEquals(Optional.of(ZEROS.id()), EndpointId.ofTlsName(ZEROS.id().tlsName()));
    }

    /** RFC 8032, section 7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, \
            d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '', \
            e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
            4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, \
            3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72, \
            92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
            c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, \
            fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82, \
            6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
            """)
    void keysSignAsTheStandardSays(String secret, String id, String message, String signature) {
        SecretKey key = SecretKey.parse(secret);
        assertEquals(id, key.id().toString());
        assertEquals(signature, HEX.formatHex(key.sign(HEX.parseHex(message))));
        assertTrue(key.id().verifies(HEX.parseHex(message), HEX.parseHex(signature)));
        assertFalse(ZEROS.id().verifies(HEX.parseHex(message), HEX.parseHex(signature)));
    }

    @Test
    void bothTextFormsAreRead() {
        String base32 = Base32.STANDARD.encode(ZEROS.id().bytes());
        assertEquals(ZEROS.id(), EndpointId.parse(ZEROS.id().toString()));
        assertEquals(ZEROS.id(), EndpointId.parse(base32));
        assertEquals(ZEROS.id(), EndpointId.parse(base32.toUpperCase(Locale.ROOT)));
        assertEquals(ZEROS.id(), SecretKey.parse(Base32.STANDARD.encode(new byte[32])).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xyz", "3B6A27BCCEB6A42D62A3A8D02A6F0D73653215771DE243A63AC048A18B59DA29",
        "0200000000000000000000000000000000000000000000000000000000000000", "1111111111111111111111111111111111111111111111111111"})
    void otherTextsAreNoId(String text) {
        assertTrue(assertThrows(MalformedTicketException.class, () -> EndpointId.parse(text)).getMessage().contains("no endpoint id"));
    }

    @Test
    void aSecretIsNeverShown() {
        assertFalse(SecretKey.generate(new SecureRandom()).toString().contains("null"));
        assertEquals("secret key of " + ZEROS.id(), ZEROS.toString());
        String slip = "0".repeat(63) + "Z";
        assertFalse(assertThrows(MalformedTicketException.class, () -> SecretKey.parse(slip)).getMessage().contains(slip));
    }

    @Test
    void aRawPublicKeyHas44Bytes() {
        byte[] keyInfo = ZEROS.id().keyInfo();
        assertEquals("302a300506032b6570032100" + ZEROS.id(), HEX.formatHex(keyInfo));
        assertEquals(Optional.of(ZEROS.id()), EndpointId.ofKeyInfo(keyInfo));
        for (int i = 0; i < 12; i++) {
            byte[] other = keyInfo.clone();
            other[i] ^= 1;
            assertEquals(Optional.empty(), EndpointId.ofKeyInfo(other));
        }
        assertEquals(Optional.empty(), EndpointId.ofKeyInfo(new byte[0]));
    }

    @Test
    void base32IsThatOfRfc4648() {
        assertEquals("mzxw6ytboi", Base32.STANDARD.encode("foobar".getBytes()));
        assertEquals("cpnmuoj1e8", Base32.EXTENDED_HEX.encode("foobar".getBytes()));
        assertArrayEquals("fooba".getBytes(), Base32.STANDARD.decode("MZXW6YTB").orElseThrow());
        assertEquals(Optional.empty(), Base32.STANDARD.decode("mzxw6ytbo"));
        assertEquals(Optional.empty(), Base32.STANDARD.decode("mzxw6ytboj"));
    }
}
