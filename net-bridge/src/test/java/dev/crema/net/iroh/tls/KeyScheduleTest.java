package dev.crema.net.iroh.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key schedule against the worked examples of RFC 8448 and RFC 9001. */
final class KeyScheduleTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] NOTHING = new byte[0];

    /** RFC 8448, section 3. */
    private static final String CLIENT_HELLO = """
            010000c00303cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7000006130113031302010000910000000b0009000006\
            736572766572ff01000100000a00140012001d0017001800190100010101020103010400230000003300260024001d002099381de560e4bd43d23d8e\
            435a7dbafeb3c06e51c13cae4d5413691e529aaf2c002b0003020304000d0020001e0403050306030203080408050806040105010601020104020502\
            06020202002d00020101001c00024001""";
    private static final String SERVER_HELLO = """
            020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e2692800130100002e00330024001d0020c9828876112095fe\
            66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304""";
    private static final String ENCRYPTED_EXTENSIONS_TO_CERTIFICATE_VERIFY = """
            080000240022000a00140012001d00170018001901000101010201030104001c00024001000000000b0001b9000001b50001b0308201ac30820115a0\
            03020102020102300d06092a864886f70d01010b0500300e310c300a06035504031303727361301e170d3136303733303031323335395a170d323630\
            3733303031323335395a300e310c300a0603550403130372736130819f300d06092a864886f70d010101050003818d0030818902818100b4bb498f82\
            79303d980836399b36c6988c0c68de55e1bdb826d3901a2461eafd2de49a91d015abbc9a95137ace6c1af19eaa6af98c7ced43120998e187a80ee0cc\
            b0524b1b018c3e0b63264d449a6d38e22a5fda430846748030530ef0461c8ca9d9efbfae8ea6d1d03e2bd193eff0ab9a8002c47428a6d35a8d88d79f\
            7f1e3f0203010001a31a301830090603551d1304023000300b0603551d0f0404030205a0300d06092a864886f70d01010b05000381810085aad2a0e5\
            b9276b908c65f73a7267170618a54c5f8a7b337d2df7a594365417f2eae8f8a58c8f8172f9319cf36b7fd6c55b80f21a03015156726096fd335e5e67\
            f2dbf102702e608ccae6bec1fc63a42a99be5c3eb7107c3c54e9b9eb2bd5203b1c3b84e0a8b2f759409ba3eac9d91d402dcc0cc8f8961229ac9187b4\
            2b4de100000f000084080400805a747c5d88fa9bd2e55ab085a61015b7211f824cd484145ab3ff52f1fda8477b0b7abc90db78e2d33a5c141a078653\
            fa6bef780c5ea248eeaaa785c4f394cab6d30bbe8d4859ee511f602957b15411ac027671459e46445c9ea58c181e818e95b8c3fb0bf3278409d3be15\
            2a3da5043e063dda65cdf5aea20d53dfacd42f74f3""";
    private static final String SHARED_SECRET = "8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d";
    private static final String SERVER_FINISHED = "9b9b141d906337fbd2cbdce71df4deda4ab42c309572cb7fffee5454b78f0718";

    @Test
    void theHandshakeOfRfc8448() {
        KeySchedule schedule = new KeySchedule();
        schedule.add(HEX.parseHex(CLIENT_HELLO));
        schedule.add(HEX.parseHex(SERVER_HELLO));
        assertHex("860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8", schedule.transcriptHash());
        TrafficSecrets handshake = schedule.handshakeSecrets(HEX.parseHex(SHARED_SECRET));
        assertHex("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21", handshake.client());
        assertHex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38", handshake.server());
        schedule.add(HEX.parseHex(ENCRYPTED_EXTENSIONS_TO_CERTIFICATE_VERIFY));
        assertHex(SERVER_FINISHED, schedule.finished(handshake.server()));
        schedule.add(HEX.parseHex("14000020" + SERVER_FINISHED));
        TrafficSecrets application = schedule.applicationSecrets();
        assertHex("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5", application.client());
        assertHex("a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643", application.server());
        assertHex("a8ec436d677634ae525ac1fcebe11a039ec17694fac6e98527b642f2edd5ce61", schedule.finished(handshake.client()));
    }

    /** RFC 9001, appendix A.1: Initial keys of the connection id 8394c8f03e515708. */
    @ParameterizedTest
    @CsvSource({
        "client in, quic key, 16, 1f369613dd76d5467730efcbe3b1a22d",
        "client in, quic iv, 12, fa044b2f42a3fd3b46fb255c",
        "client in, quic hp, 16, 9f50449e04a0e810283a1e9933adedd2",
        "server in, quic key, 16, cf3a5331653c364c88f0f379b6067e37",
        "server in, quic iv, 12, 0ac1493ca1905853b0bba03e",
        "server in, quic hp, 16, c206b8d9b9f0f37644430b490eeaa314"
    })
    void theInitialKeysOfRfc9001(String side, String label, int length, String expected) {
        byte[] initial = KeySchedule.hmac(HEX.parseHex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"), HEX.parseHex("8394c8f03e515708"));
        assertHex("7db5df06e7a69e432496adedb00851923595221596ae2ae9fb8115c1e9ed0a44", initial);
        byte[] secret = KeySchedule.expandLabel(initial, side, NOTHING, KeySchedule.HASH_SIZE);
        assertHex(expected, KeySchedule.expandLabel(secret, label, NOTHING, length));
    }

    /** RFC 9001, appendix A.5: a secret and its successor after a key update. */
    @Test
    void theKeyUpdateOfRfc9001() {
        byte[] secret = HEX.parseHex("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b");
        assertHex("1223504755036d556342ee9361d253421a826c9ecdf3c7148684b36b714881f9",
                KeySchedule.expandLabel(secret, "quic ku", NOTHING, KeySchedule.HASH_SIZE));
    }

    private static void assertHex(String expected, byte[] found) {
        assertEquals(expected, HEX.formatHex(found));
    }
}
